// The first line of the page's script: from here on time counts.
globalThis.__t0 = performance.now();
