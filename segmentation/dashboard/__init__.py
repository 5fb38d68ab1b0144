"""The web app: the only code that knows widgets."""
