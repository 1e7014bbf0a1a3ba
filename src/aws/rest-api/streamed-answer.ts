/**
 * A response as a function behind a REST API with response streaming returns it: status and headers go ahead as JSON, and the body
 * follows while it comes (API Gateway guide, "Set up a Lambda proxy integration with payload response streaming").
 */
export interface StreamedAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | string;
}

/**
 * The answer for middy's streaming mode. `brokeOff` gets the error of a body that does not end; Lambda logs another error in its
 * place, which says nothing of the answer's content.
 */
export function streamedAnswer(response: Response, brokeOff: (error: unknown) => void): StreamedAnswer {
  const { status: statusCode, headers, body } = response;
  return {
    statusCode,
    headers: Object.fromEntries(headers),
    body: body ? withoutItsError(body, brokeOff) : '',
  };
}

function withoutItsError(
  body: ReadableStream<Uint8Array>,
  brokeOff: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        brokeOff(error);
        controller.error(new Error('the answer broke off'));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
