-- A council changes its own plugins while it is served: the program itself says then that there is something to reload.
GRANT UPDATE (revision, changed_at) ON control.tenant TO wardbook_control;
