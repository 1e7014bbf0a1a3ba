import type { ComponentChildren } from 'preact';
import { CopyButton } from '../parts/copy.tsx';
import { Markdown } from './markdown.tsx';
import type { OpenApi } from './openapi.ts';
import type { Answer, Operation } from './operations.ts';
import { curlOf } from './sample.ts';
import { About, FieldHead, SchemaTree } from './schema-tree.tsx';
import { typeWords } from './type-words.ts';

interface Props {
  document: OpenApi;
  operation: Operation;
}

/** One operation: what it does, what it takes, what it answers, and a request to copy. */
export function OperationSection({ document, operation }: Props) {
  const { id, method, path, summary, description, needsToken, parameters, body, answers, problems } =
    operation;
  const heading = `${id}-heading`;
  return (
    <section class="panel operation" id={id} tabIndex={-1} aria-labelledby={heading}>
      <h3 id={heading}>
        <a class="anchor" href={`#${id}`}>
          {summary}
        </a>
      </h3>
      <p class="request">
        <Method method={method} /> <code>{path}</code>
      </p>
      <Markdown text={description} />
      {!needsToken && <p class="small-text">This operation needs no access token.</p>}
      <Example text={curlOf(document, operation)} />
      {parameters.length > 0 && (
        <Part title="Parameters">
          <ul class="schema">
            {parameters.map(({ name, in: place, required = false, schema = {} }) => (
              <li key={`${place} ${name}`}>
                <FieldHead
                  name={name}
                  isRequired={required}
                  type={`${typeWords(document, schema)}, in the ${place}`}
                />
                <About {...{ document, schema }} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {body && (
        <Part title="Body" note={`${typeWords(document, body.schema)}, ${body.mediaType}`}>
          <About {...{ document, schema: body.schema }} />
          <SchemaTree document={document} inside={{ schema: body.schema, around: [] }} />
        </Part>
      )}
      {answers.map((answer) => (
        <AnswerPart key={answer.status} {...{ document, answer }} />
      ))}
      <Problems problems={problems} />
    </section>
  );
}

export function Method({ method }: { method: string }) {
  return <span class={`method ${method.toLowerCase()}`}>{method}</span>;
}

function Part({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) {
  return (
    <div class="part">
      <h4>
        {title} {note && <span class="small-text">{note}</span>}
      </h4>
      {children}
    </div>
  );
}

function Example({ text }: { text: string }) {
  return (
    <div class="example">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what="the request" label="Copy" />
    </div>
  );
}

function AnswerPart({ document, answer }: { document: OpenApi; answer: Answer }) {
  const { status, description, schema, mediaType, headers } = answer;
  const note = schema && `${typeWords(document, schema)}, ${mediaType}`;
  return (
    <Part title={`Answer ${status}`} {...(note !== undefined && { note })}>
      <Markdown text={description} />
      <Headers headers={headers} />
      {schema && <SchemaTree document={document} inside={{ schema, around: [] }} />}
    </Part>
  );
}

function Headers({ headers }: Pick<Answer, 'headers'>) {
  return (
    <>
      {headers.map(([name, description]) => (
        <p key={name}>
          Header <code>{name}</code>: {description}
        </p>
      ))}
    </>
  );
}

/** All problems have one form, so each needs its code and its sentence only. */
function Problems({ problems }: { problems: Answer[] }) {
  if (problems.length === 0) return null;
  return (
    <details class="part">
      <summary>
        Problems (
        {problems
          .map(({ status }) => status)
          .filter((each) => each !== 'default')
          .join(', ')}
        )
      </summary>
      <dl class="problems">
        {problems.map(({ status, description, headers }) => (
          <div key={status}>
            <dt>{status === 'default' ? 'Others' : status}</dt>
            <dd>
              <Markdown text={description} />
              <Headers headers={headers} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
