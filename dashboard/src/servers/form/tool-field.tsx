import { TextAreaField } from '../../parts/fields.tsx';

/** The tools that may be called. */
export function ToolField(props: {
  value: string;
  error: string | undefined;
  onChange: (tools: string) => void;
}) {
  return (
    <TextAreaField
      label="Tools that may be called"
      note="optional"
      hint="One name in each line. If there is none, every tool of the server may be called."
      isCode
      {...props}
    />
  );
}
