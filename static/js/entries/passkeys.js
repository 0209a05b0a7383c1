// Pages on which one signs in, or makes or shows a passkey.
import "../passkeys.js";
