"use strict";

// Everything is beside this script, under whatever path it is served.
const beside = (name) => new URL(name, document.currentScript.src).href;

window.ui = SwaggerUIBundle({
  url: beside("openapi.json"),
  dom_id: "#swagger-ui",
  deepLinking: true,
  oauth2RedirectUrl: beside("oauth2-redirect.html"),
  // No document is sent to anybody to be judged.
  validatorUrl: null,
});
