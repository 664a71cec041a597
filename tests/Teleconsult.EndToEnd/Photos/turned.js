// A picture with four coloured corners, coded as a camera does that was held in another way: orientation brings it upright.
({ type, orientation }) => {
  const [w, h] = [96, 64];
  const easel = (width, height) => Object.assign(document.createElement('canvas'), { width, height });
  const upright = easel(w, h);
  const g = upright.getContext('2d');
  ['#f00', '#0f0', '#00f', '#ff0'].forEach((colour, i) => {
    g.fillStyle = colour;
    g.fillRect((i % 2) * w / 2, (i >> 1) * h / 2, w / 2, h / 2);
  });
  const undo = { 6: 8, 8: 6 }[orientation] ?? orientation; // the others undo themselves
  const coded = undo >= 5 ? easel(h, w) : easel(w, h);
  const c = coded.getContext('2d');
  const steps = {
    1: [1, 0, 0, 1, 0, 0], 2: [-1, 0, 0, 1, w, 0], 3: [-1, 0, 0, -1, w, h], 4: [1, 0, 0, -1, 0, h],
    5: [0, 1, 1, 0, 0, 0], 6: [0, 1, -1, 0, h, 0], 7: [0, -1, -1, 0, h, w], 8: [0, -1, 1, 0, 0, w],
  };
  c.setTransform(...steps[undo]);
  c.drawImage(upright, 0, 0);
  return coded.toDataURL(type, 0.95).split(',')[1];
}
