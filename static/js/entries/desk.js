// base.html and base_phone.html: every page that shows no live state.
import "../older_browsers.js";
import "../forms.js";
import "../tour.js";
import "../offline.js";
