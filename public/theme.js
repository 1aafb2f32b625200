// Shows the chosen theme before anything is drawn. src/app/theme.rs changes it later.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that forbids storage: the system's theme it is.
}
