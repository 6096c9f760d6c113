/** A climber's ascender on its rope. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#2f6f5e"/>
<path d="M22 3v26" stroke="#f6c453" stroke-width="3" stroke-linecap="round"/>
<path d="M19 8v12a5.5 5.5 0 0 1-11 0v-2" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/>
</svg>
`;
