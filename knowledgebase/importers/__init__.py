"""Other people's formats → draft records, with an account of every row.

An importer reads one format and gives :class:`~knowledgebase.importers.draft.Import`: drafts, and
for every row of the input either the draft it became or why it was skipped. Nothing is
approximated: what the rule language cannot say is skipped or kept in words.
:mod:`knowledgebase.importers.folder` writes drafts, and never over a record somebody edited.
"""
