"""What changed between two versions of a page, in the words of the editor's form.

What changed is found by Wagtail's comparison classes (``wagtail.admin.compare``), which show the HTML of stored values;
here the same comparisons become dataclasses (``cards``) with labels of choices, tables, pictures and titles.
"""

from editing.differences.fields import changes_between

__all__ = ["changes_between"]
