export function processorTime(): { own: number; children: number };
