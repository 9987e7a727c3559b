"""The settings that commands and pages share, each under the name it has in the environment."""

STORE, VIEWER = "MAILLAGE_STORE", "MAILLAGE_VIEWER"
DEBUG = "MAILLAGE_DEBUG"  # set, faults show where they come from
DEFAULT_STORE = "sqlite:///network.db"
