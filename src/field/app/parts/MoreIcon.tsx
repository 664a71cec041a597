/** Drawings that only late screens show; those of the first load are in Icon.tsx. */
const drawings = {
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  ruler: 'M3 16L16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2',
  blur: 'M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v.5M16.500 4.200l-.2.400M19.800 7.500l-.4.200M21 12h-.5M19.800 16.500l-.4-.2M16.500 19.800l-.2-.4M12 21v-.5M7.500 19.800l.2-.4M4.200 16.500l.4-.2M3 12h.5M4.200 7.500l.4.2M7.500 4.200l.2.4',
  twins: 'M3 7h12v12H3zM9 3h12v12h-3',
  small: 'M4 9V4h5M20 15v5h-5M9 9h6v6H9z',
} as const;

export type MoreIconName = keyof typeof drawings;

export const MoreIcon = ({ name }: { name: MoreIconName }) => <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={drawings[name]} /></svg>;
