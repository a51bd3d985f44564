"""How a database of an earlier version becomes one of the present; run by :mod:`..migrate`."""
