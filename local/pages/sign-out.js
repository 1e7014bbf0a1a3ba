// The person has already confirmed in the dashboard. The button is for a browser without scripts.
document.querySelector('button[name=logout]')?.click();
