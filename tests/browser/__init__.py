"""The notebooks as a person meets them: in a real JupyterLab, in a real browser."""
