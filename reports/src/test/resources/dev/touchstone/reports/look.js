// Looks at the page as a reader does, and tells what such a reader could not read.
(() => {
  document.querySelectorAll('details').forEach(d => { d.open = true; });

  const shown = e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const name = e => e.tagName.toLowerCase() + ' "' + (e.textContent || '').trim().slice(0, 40) + '"';

  const color = text => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (top, rgb) => rgb.map((c, i) => top.rgb[i] * top.alpha + c * (1 - top.alpha));
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      layers.push(color(getComputedStyle(e).backgroundColor));
    }
    return layers.reverse().reduce((rgb, layer) => over(layer, rgb), [255, 255, 255]);
  };
  // Relative luminance and contrast ratio as in WCAG 2.2.
  const luminance = rgb => {
    const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const faint = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const invisible = !walker.currentNode.textContent.trim() || !shown(element);
    if (invisible || element.closest('title, desc, style, script')) continue;
    texts++;
    const style = getComputedStyle(element);
    const ink = color(element instanceof SVGElement ? style.fill : style.color);
    const paper = behind(element);
    const ratio = contrast(over(ink, paper), paper);
    if (ratio < 4.5) faint.push(name(element) + ' ' + ratio.toFixed(2));
  }

  const pictures = [...document.querySelectorAll('figure')].filter(shown).map(figure => {
    const drawn = [...figure.querySelectorAll('svg')].filter(shown);
    const box = drawn.length ? drawn[0].getBoundingClientRect() : { width: 0, height: 0 };
    return {
      caption: figure.querySelector('figcaption').textContent,
      drawn: drawn.length, width: box.width, height: box.height,
      title: drawn.every(s => s.querySelector('title').textContent && s.getAttribute('aria-label')),
    };
  });

  // Words that leave their picture are cut off.
  const cut = [];
  document.querySelectorAll('svg').forEach(svg => {
    if (!shown(svg)) return;
    const { width, height } = svg.viewBox.baseVal;
    svg.querySelectorAll('text').forEach(text => {
      const box = text.getBBox();
      const inside = box.x >= -1 && box.y >= -1 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1;
      if (!inside) cut.push(name(text) + ' in ' + svg.getAttribute('aria-label').slice(0, 50));
    });
  });

  const root = document.documentElement;
  return {
    texts, faint, pictures, cut,
    overflow: root.scrollWidth - root.clientWidth,
    wide: [...document.querySelectorAll('main > *')].filter(shown)
      .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).map(name),
  };
})()
