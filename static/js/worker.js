// Registers the service worker through our own Trusted Types policy, which knows this one address.

const ADDRESS = "/sw.js";

function trusted(address) {
  if (!window.trustedTypes) return address;
  const policy = window.trustedTypes.createPolicy("rodzina", {
    createScriptURL: (wanted) => {
      if (wanted !== ADDRESS) throw new TypeError(`not our worker: ${wanted}`);
      return wanted;
    },
  });
  return policy.createScriptURL(address);
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register(trusted(ADDRESS)).catch(() => {});
