"""Checklists as workbooks: one form, XLSForm-compatible, for editing a list in Excel and for exchanging it.

A workbook has the three sheets of XLSForm (survey, choices, settings) and three of our own that other programs pass by
(takeover, start_with, house). What XLSForm has no column for stands in columns that begin with ``takeover::``, which
pyxform ignores; so a list comes back whole. The form is described in docs/excel.md.

`write` makes a list into sheets, `read` makes sheets into a list, `excel` knows the file format. All take and give
values; the commands open and write the files.
"""
