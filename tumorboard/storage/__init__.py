"""Where cases rest: tables, migrations, repositories and the audit chain."""
