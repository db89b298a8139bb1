// The client runtime of XBlocks, in a sandboxed frame: starts the blocks of the document, tells them the addresses of
// their handlers, and tells the page around the frame its height and what became of the activity.
// A classic script: blocks expect XBlock, gettext and the like as globals before their own scripts run.

(() => {
  "use strict";

  const site = document.currentScript.dataset.site;
  const listeners = new Map();

  const tell = (type, detail = {}) => window.parent.postMessage({ pomost: "activity", type, ...detail }, site);

  const same = (text) => text;
  window.gettext ??= same;
  window.ngettext ??= (one, many, count) => (count === 1 ? one : many);
  window.interpolate ??= (format, values, named) =>
    named
      ? format.replace(/%\((\w+)\)s/g, (_, name) => values[name])
      : ((left) => format.replace(/%s/g, () => left.shift()))([...values]);
  window.Logger ??= { log() {} };

  const elementOf = (given) => (given?.jquery ? given[0] : given);

  // The blocks in an element that are in no other block of it.
  const nearest = (element) =>
    [...element.querySelectorAll(".xblock")].filter((block) => {
      const holder = block.parentElement.closest(".xblock");
      return !holder || holder === element || !element.contains(holder);
    });

  class Runtime {
    constructor(children) {
      this.ownChildren = children;
    }

    handlerUrl(given, name, suffix = "", query = "") {
      const element = elementOf(given).closest("[data-address]");
      const path = suffix.split("/").map(encodeURIComponent).join("/");
      return `${element.dataset.address}handler/${encodeURIComponent(name)}/${path}${query ? `?${query}` : ""}`;
    }

    children(given) {
      return elementOf(given)?.xblockChildren ?? this.ownChildren;
    }

    childMap(given, name) {
      return this.children(given).find((child) => child.name === name);
    }

    notify(event, data) {
      for (const heard of listeners.get(event) ?? []) heard(data);
      tell("notify", { event, state: data?.state, message: data?.message ?? data?.msg });
    }

    listenTo(event, heard) {
      listeners.set(event, [...(listeners.get(event) ?? []), heard]);
    }

    refreshXBlock() {
      location.reload();
    }
  }

  const argumentsOf = (element) => {
    const script = element.querySelector(":scope > .xblock_json_init_args");
    return script ? JSON.parse(script.textContent) : undefined;
  };

  const XBlock = {
    Runtime: { v1: Runtime },

    initializeBlock(given) {
      const element = elementOf(given);
      const children = XBlock.initializeBlocks(element);
      element.xblockChildren = children;
      const start = window[element.dataset.init];
      let block = {};
      if (typeof start === "function") {
        const runtime = new (XBlock.Runtime[`v${element.dataset.runtimeVersion}`] ?? Runtime)(children);
        // A constructor for some blocks, a function for others.
        block = new start(runtime, element, argumentsOf(element));
      }
      block.element = element;
      block.name = element.dataset.name;
      block.type ??= element.dataset.blockType;
      return block;
    },

    initializeBlocks(given) {
      return nearest(elementOf(given) ?? document.body).map((element) => XBlock.initializeBlock(element));
    },
  };
  window.XBlock = XBlock;

  let told = 0;
  const tellHeight = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height !== told) tell("size", { height: (told = height) });
  };

  const tellCompletion = (completion) => {
    if (completion) tell("progress", { completion: Number(completion) });
  };

  // Of every call, however a block makes it: a refusal ends the work here, and the completion is for the page.
  const notice = (status, header) => {
    tellCompletion(header("X-Pomost-Completion"));
    if (status === 403 || status === 409 || status === 410) tell("closed", { status });
  };
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function sendAndNotice(...body) {
    this.addEventListener("load", () => notice(this.status, (name) => this.getResponseHeader(name)));
    return send.apply(this, body);
  };
  const get = window.fetch;
  window.fetch = async (...request) => {
    const response = await get(...request);
    notice(response.status, (name) => response.headers.get(name));
    return response;
  };

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== site || event.data?.pomost !== "page") return;
    told = 0;
    tellHeight();
  });

  document.addEventListener("DOMContentLoaded", () => {
    XBlock.initializeBlocks(document.body);
    new ResizeObserver(tellHeight).observe(document.documentElement);
    tellHeight();
    tellCompletion(document.body.dataset.completion);
  });
})();
