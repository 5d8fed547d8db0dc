"""Pictures as inline SVG: values in, markup out."""
