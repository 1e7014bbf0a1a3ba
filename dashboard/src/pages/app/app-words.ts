/** What a person reads when an OAuth app could not be checked, saved or deleted. Pure. */
import type { ProblemText } from '../../api/api-problem.ts';
import type { FieldForms } from '../../words/field-words.ts';

/** What the fields of a client take. */
export const CLIENT_FORMS: FieldForms = {
  '/clientId': 'A client id has 1 to 512 letters, digits and signs.',
  '/clientSecret': 'A client secret has 1 to 2,048 letters, digits, signs and blanks.',
};

/** Where the API's sentence is about requests in general, or does not say what to do next. */
export function appWords(problem: ProblemText): ProblemText {
  switch (problem.code) {
    case 'invalid_request':
      return {
        ...problem,
        title: 'Something is not right yet',
        detail: problem.more?.errors?.length ? 'Correct what is marked. Nothing was saved.' : problem.detail,
      };
    case 'invalid_variable':
      return {
        ...problem,
        title: 'A value does not fit',
        detail:
          'A value beside the client secret is missing, has another form than its example, or names a host that is not public.',
      };
    case 'custom_provider_refused':
      return {
        ...problem,
        title: 'This provider cannot be added',
        detail:
          'Every address must be https on a public host, and none may belong to a provider of the catalogue. If you gave an issuer, its metadata must name an authorization, a token and a userinfo endpoint.',
      };
    case 'provider_unreachable':
      return {
        ...problem,
        title: 'The metadata of the issuer could not be read',
        detail:
          'It was looked for below the issuer at /.well-known/. Check the issuer, or give the endpoints one by one.',
      };
    case 'client_id_reserved':
      return {
        ...problem,
        title: 'This client id is not yours to bring',
        detail: 'It belongs to the platform’s own app. Register an app of your own at the provider.',
      };
    case 'app_changed':
      return {
        ...problem,
        title: 'Somebody changed this app at the same time',
        detail: 'Nothing of yours was saved. The page shows what is stored now.',
      };
    case 'app_not_available':
      return { ...problem, title: 'There is no app to check', detail: 'It was deleted. Enter an app again.' };
    case 'quota_exceeded':
      return {
        ...problem,
        detail:
          'The workspace has as many OAuth apps, or this app as many versions, as it may. Delete some first.',
      };
    default:
      return problem;
  }
}
