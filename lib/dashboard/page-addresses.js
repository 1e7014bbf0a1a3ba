/*
 * Runs at CloudFront before each request for a file of the page (runtime cloudfront-js-2.0). The pages within the dashboard have
 * addresses of their own, which are no files; every other address is left as it is.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function of this name.
function handler(event) {
  const request = event.request;
  if (request.uri.startsWith('/w/')) request.uri = '/index.html';
  else if (request.uri === '/api') request.uri = '/api.html';
  return request;
}
