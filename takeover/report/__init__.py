"""What is shown: view model, charts, HTML, PDF."""
