"""Pictures that the report and the window share."""
