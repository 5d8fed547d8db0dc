"""The style of a house: templates that extend ours, a style sheet, a logo and texts, checked before they are used."""
