"""The test at the start of a course: what one knows already need not be learned again."""
