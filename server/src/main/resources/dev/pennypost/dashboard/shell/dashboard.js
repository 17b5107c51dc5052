// What the pages gain from a script: nothing here is needed to use them.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');

  const say = (text) => {
    const place = document.getElementById('said');
    if (place) place.textContent = text;
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = button.dataset.copy ? document.getElementById(button.dataset.copy) : button.parentElement.querySelector('code, pre, textarea');
    navigator.clipboard.writeText(source.value ?? source.textContent).then(() => {
      const before = button.textContent;
      button.textContent = 'Copied';
      say('Copied to the clipboard');
      setTimeout(() => { button.textContent = before; }, 1500);
    });
  });

  // A drop-down closes when something else is clicked, and with Escape.
  const close = (except) => document.querySelectorAll('details.drop[open]').forEach((open) => {
    if (open !== except) open.open = false;
  });
  document.addEventListener('click', (event) => close(event.target.closest('details.drop')));

  // Selects and boxes marked so send their form as they change.
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-send]')) event.target.form.requestSubmit();
  });

  // Snippets: one language at a time.
  document.addEventListener('click', (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (!tab) return;
    tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]').forEach((other) => {
      const chosen = other === tab;
      other.setAttribute('aria-selected', chosen);
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute('aria-controls')).hidden = !chosen;
    });
  });

  // Live parts: the server sends the HTML of elements by their id for as long as there is something to tell.
  const listen = (element) => {
    const source = new EventSource(element.dataset.live);
    source.addEventListener('part', (event) => {
      const template = document.createElement('template');
      template.innerHTML = event.data;
      for (const fresh of [...template.content.children]) {
        const old = document.getElementById(fresh.id);
        if (!old || old.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')) continue;
        // what somebody opened stays open
        old.querySelectorAll('details[id][open]').forEach((open) => {
          const again = fresh.querySelector(`#${CSS.escape(open.id)}`);
          if (again) again.open = true;
        });
        old.replaceWith(fresh);
        if (window.htmx) window.htmx.process(fresh);
      }
    });
    source.addEventListener('said', (event) => say(event.data));
    source.addEventListener('over', () => source.close());
    window.addEventListener('pagehide', () => source.close(), { once: true });
  };
  document.querySelectorAll('[data-live]').forEach(listen);

  // Keyboard: "/" searches, "g" and a letter goes somewhere, "?" tells.
  let going = false;
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(null);
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (going) {
      going = false;
      const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === 'g') { going = true; setTimeout(() => { going = false; }, 1200); }
    if (event.key === '/') {
      const search = document.querySelector('input[type="search"]') ?? document.querySelector('.filters input, .filters select');
      if (search) { event.preventDefault(); search.focus(); search.select?.(); }
    }
    if (event.key === '?') document.getElementById('keys')?.showModal();
  });

  // Passkeys (WebAuthn Level 3 §5.1): the server makes the options and checks the answer.
  const passkey = document.querySelector('[data-passkey]');
  if (passkey && window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    passkey.hidden = false;
    passkey.addEventListener('submit', async (event) => {
      if (passkey.elements.answer.value) return;
      event.preventDefault();
      const options = JSON.parse(passkey.dataset.options);
      try {
        const made = passkey.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        passkey.elements.answer.value = JSON.stringify(made.toJSON());
        passkey.submit();
      } catch (refused) {
        const place = passkey.querySelector('[data-error]');
        if (place) place.textContent = refused.name === 'NotAllowedError' ? 'It was cancelled or took too long. Try again.' : refused.message;
      }
    });
  }
})();
