/* Passkeys: ask the browser for one, or to make one, and send what it gives with the form around the button. */

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));

async function make(question) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: decode(question.challenge),
      user: { ...question.user, id: decode(question.user.id) },
      excludeCredentials: named(question.excludeCredentials),
    },
  });
  return sent(made, { attestationObject: encode(made.response.attestationObject) });
}

async function show(question) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...question,
      challenge: decode(question.challenge),
      allowCredentials: named(question.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = shown.response;
  return sent(shown, {
    authenticatorData: encode(authenticatorData),
    signature: encode(signature),
    userHandle: userHandle ? encode(userHandle) : null,
  });
}

function sent(credential, response) {
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: encode(credential.response.clientDataJSON), ...response },
  };
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const answer = await fetch(form.dataset.question, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const question = (await answer.json()).publicKey;
    const credential = await (form.dataset.passkey === "make" ? make : show)(question);
    form.elements.credential.value = JSON.stringify(credential);
    form.requestSubmit ? form.requestSubmit() : form.submit();
  } catch {
    // Stopped by the person, timed out, no passkey here: the browser does not tell which.
    failed.hidden = false;
    failed.focus();
  }
}

// A passkey belongs to a name: an address of digits can have none.
if (window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname)) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("[data-passkey-ask]").addEventListener("click", () => ask(form));
  }
  document.querySelectorAll("[data-without-passkeys]").forEach((said) => (said.hidden = true));
}
