"""What makes the app installable: manifest, worker, and the honest page without internet."""
