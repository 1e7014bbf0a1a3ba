/** Colours of brands whose logos simple-icons does not have, for their monograms. */
export const BRAND_COLOURS: Record<string, string> = {
  attio: '#266df0',
  canva: '#00818a',
  demo: '#0b7a5c',
  docusign: '#4c00ff',
  gong: '#8039e9',
  linkedin: '#0a66c2',
  microsoft: '#0067b8',
  monday: '#d63f5b',
  pipedrive: '#017737',
  salesforce: '#0b7bb5',
  servicenow: '#2e6b3c',
  slack: '#4a154b',
};
