// base_screen.html: the big screen.
import "../older_browsers.js";
import "../morphing.js";
import "../live.js";
import "../screen.js";
import "../waiting_screen.js";
