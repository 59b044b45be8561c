"""Commands for whoever runs the centre's server."""
