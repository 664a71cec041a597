// Draws photos for the tests: nobody's skin and nobody's eye. The same seed draws the same picture.
({ kind, seed, width, height, quality }) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const g = canvas.getContext('2d');
  let state = seed;
  const random = () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const unit = Math.min(width, height) / 100;

  const blob = (x, y, r, uneven, fill) => {
    const points = 36;
    const radii = Array.from({ length: points }, () => r * (1 - uneven / 2 + uneven * random()));
    g.beginPath();
    for (let i = 0; i <= points; i++) {
      const a = (2 * Math.PI * i) / points;
      const p = (radii[i % points] + radii[(i + 1) % points] + radii[(i + points - 1) % points]) / 3;
      g.lineTo(x + p * Math.cos(a), y + p * Math.sin(a) * 0.85);
    }
    g.fillStyle = fill;
    g.fill();
  };

  const glow = (x, y, r, ...stops) => {
    const gradient = g.createRadialGradient(x, y, 0, x, y, r);
    stops.forEach((colour, i) => gradient.addColorStop(i / (stops.length - 1), colour));
    return gradient;
  };

  const skin = () => {
    g.fillStyle = glow(width * 0.4, height * 0.35, width * 0.9, '#b98463', '#a87252', '#7c4f38');
    g.fillRect(0, 0, width, height);
    for (let i = 0; i < 900; i++) { // creases and pores
      g.strokeStyle = `rgba(70, 35, 20, ${0.05 + 0.1 * random()})`;
      g.lineWidth = unit * 0.15;
      const [x, y, a] = [random() * width, random() * height, random() * Math.PI];
      g.beginPath();
      g.moveTo(x, y);
      g.quadraticCurveTo(x + unit * 2, y + unit * random(), x + Math.cos(a) * unit * 4, y + Math.sin(a) * unit * 3);
      g.stroke();
    }
    const size = kind === 'skin-close' ? 26 : 7;
    const [x, y] = [width * 0.48, height * 0.46];
    g.filter = `blur(${unit * 0.5}px)`;
    blob(x, y, unit * size * 1.15, 0.3, 'rgba(125, 62, 42, 0.55)');
    g.filter = `blur(${unit * 0.25}px)`;
    blob(x, y, unit * size, 0.45, glow(x - unit * 3, y, unit * size, '#2a140f', '#4a2417', '#6b3a26'));
    for (let i = 0; i < 7; i++) blob(x + (random() - 0.5) * size * unit, y + (random() - 0.5) * size * unit, unit * size * 0.16, 0.5, 'rgba(20, 8, 8, 0.5)');
    g.filter = 'none';
    g.fillStyle = '#f2efe6'; // a ruler, as one should lay beside it
    g.fillRect(width * 0.12, height * 0.86, width * 0.6, unit * 7);
    g.fillStyle = '#222';
    for (let i = 0; i <= 30; i++) g.fillRect(width * 0.14 + i * width * 0.0185, height * 0.86, unit * 0.25, unit * (i % 5 ? 2 : 4));
  };

  // A right eye as a fundus camera shows it has its disc on the right of the picture; a left eye on the left.
  const fundus = () => {
    const out = kind.endsWith('right') ? 1 : -1;
    const [x, y, r] = [width / 2, height / 2, Math.min(width, height) * 0.47];
    g.fillStyle = '#050303';
    g.fillRect(0, 0, width, height);
    g.save();
    g.beginPath();
    g.arc(x, y, r, 0, 2 * Math.PI);
    g.clip();
    g.fillStyle = glow(x, y, r, '#c9602a', '#b04a1d', '#7a2c10');
    g.fillRect(0, 0, width, height);
    const disc = kind.startsWith('fundus-disc') ? [x + out * r * 0.05, y] : [x + out * r * 0.62, y - r * 0.03];
    const macula = kind.startsWith('fundus-disc') ? [x - out * r * 0.75, y] : [x, y];
    g.fillStyle = glow(...macula, r * 0.28, 'rgba(60, 15, 5, 0.75)', 'rgba(90, 25, 8, 0)');
    g.fillRect(0, 0, width, height);
    for (const up of [1, -1]) {
      for (const [reach, thick, colour] of [[0.55, 1.5, '#6d1208'], [0.75, 1.1, '#8f1f10'], [0.35, 0.8, '#7c170c']]) {
        g.strokeStyle = colour;
        g.lineCap = 'round';
        for (const side of [1, -1]) {
          g.lineWidth = unit * thick;
          g.beginPath();
          g.moveTo(...disc);
          g.bezierCurveTo(disc[0], disc[1] - up * r * 0.3, disc[0] - side * out * r * reach, disc[1] - up * r * 0.75, disc[0] - side * out * r * (1.2 - reach * 0.2), disc[1] - up * r * reach);
          g.stroke();
        }
      }
    }
    g.fillStyle = glow(...disc, r * 0.15, '#fff3c4', '#f5cf80', '#cf8340');
    g.beginPath();
    g.arc(...disc, r * 0.14, 0, 2 * Math.PI);
    g.fill();
    for (let i = 0; i < 14; i++) blob(x + (random() - 0.5) * r, y + (random() - 0.3) * r, unit * (0.4 + random() * 0.9), 0.6, i % 3 ? 'rgba(80, 5, 5, 0.85)' : 'rgba(250, 225, 120, 0.85)');
    g.restore();
  };

  // The sole of a foot with a wound under the heel, and a ruler beside it.
  const foot = () => {
    g.fillStyle = '#dfe6e8';
    g.fillRect(0, 0, width, height);
    g.fillStyle = glow(width * 0.5, height * 0.45, height * 0.6, '#c89a7c', '#b5845f', '#8d6042');
    g.beginPath();
    g.ellipse(width * 0.5, height * 0.36, width * 0.3, height * 0.24, 0, 0, 2 * Math.PI);
    g.ellipse(width * 0.5, height * 0.66, width * 0.22, height * 0.27, 0, 0, 2 * Math.PI);
    for (let toe = 0; toe < 5; toe++) g.ellipse(width * (0.28 + toe * 0.11), height * (0.15 - (toe === 0 ? 0.02 : 0.012 * (2 - toe))), width * (toe === 0 ? 0.075 : 0.05), height * 0.055, 0, 0, 2 * Math.PI);
    g.fill();
    const size = { 'foot-before': 11, 'foot-after': 11, 'foot-healing': 6 }[kind];
    const [x, y] = [width * 0.5, height * 0.74];
    blob(x, y, unit * size * 1.5, 0.15, 'rgba(235, 214, 180, 0.9)'); // hard skin around it
    blob(x, y, unit * size, 0.35, glow(x, y, unit * size, '#b3342a', '#99251f', '#6d1512'));
    if (kind === 'foot-before') for (let i = 0; i < 9; i++) blob(x + (random() - 0.5) * size * unit * 1.2, y + (random() - 0.5) * size * unit * 1.1, unit * size * 0.3, 0.6, 'rgba(214, 190, 110, 0.9)');
    g.fillStyle = '#f7f5ee';
    g.fillRect(width * 0.78, height * 0.55, unit * 9, height * 0.38);
    g.fillStyle = '#222';
    for (let i = 0; i <= 24; i++) g.fillRect(width * 0.78, height * (0.56 + i * 0.015), unit * (i % 5 ? 2.5 : 5), unit * 0.3);
  };

  if (kind.startsWith('foot')) foot();
  else if (kind.startsWith('skin')) skin();
  else fundus();
  const pixels = g.getImageData(0, 0, width, height); // a sensor's noise: it gives the file a true size
  for (let i = 0; i < pixels.data.length; i += 4) {
    const n = (random() - 0.5) * 14;
    for (let c = 0; c < 3; c++) pixels.data[i + c] += n;
  }
  g.putImageData(pixels, 0, 0);
  return canvas.toDataURL('image/jpeg', quality).split(',')[1];
}
