"""The only place that knows Streamlit: one page a file."""
