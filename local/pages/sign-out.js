// The dashboard has asked already; the button is for a browser without scripts.
document.querySelector('button[name=logout]')?.click();
