// Registers the service worker through our own Trusted Types policy, which knows this one address.

const createScriptURL = () => "/sw.js";
const address = window.trustedTypes?.createPolicy("rodzina", { createScriptURL }).createScriptURL("") ?? createScriptURL();

navigator.serviceWorker?.register(address).catch(() => {});
