import classes from './first-run.module.css';

const questions = ['Tell me a joke', 'Explain tides to a child', 'Plan three dinners'];

/** A question to start with; it is asked as soon as there is an account. */
export function FirstQuestions({
  chosen,
  onChoose,
}: {
  chosen: string | null;
  onChoose: (question: string | null) => void;
}) {
  return (
    <section className={classes.part}>
      <h2>Your first question</h2>
      <p className={classes.note}>Asked as soon as the account exists.</p>
      <div className={classes.asks}>
        {questions.map((question) => (
          <button
            key={question}
            type="button"
            aria-pressed={question === chosen}
            onClick={() => onChoose(question === chosen ? null : question)}
          >
            {question}
          </button>
        ))}
      </div>
    </section>
  );
}
