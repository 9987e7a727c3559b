"""The settings that commands and pages share, each under the name it has in the environment."""

STORE, VIEWER = "MAILLAGE_STORE", "MAILLAGE_VIEWER"
DEFAULT_STORE = "sqlite:///network.db"
