"""What medicine knows: rules, records and the catalogue that answers look-ups.

Nothing here knows a patient, a window or a database.
"""
