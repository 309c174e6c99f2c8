"""One form per act, for the admin and the desk alike. The engine decides; a form only asks."""
