//! Judging an answer: run the model on the same input, and compare.

use super::{
    bench::{Bench, Later, Missing},
    compare::compare,
    insides,
    question::Answer,
};
use crate::chain::views::Data;
use opg_engine::{encoding, ModelFile, Refusal, Tensor, TensorType};
use opg_primitives::{market::Finding, models::Class, panels::Verdict, Hash};
use opg_store::Blob;
use tokio::sync::OwnedSemaphorePermit;

/// What the model answers here.
#[derive(Clone, Debug, PartialEq)]
pub enum Own {
    /// Its file is not to be had, or the input is not.
    Unseen(String),
    /// The input is none for this model.
    NoInput(String),
    /// It gives no answer here.
    NoAnswer(String),
    Outputs(Vec<Tensor>),
}

/// What the worker answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Bytes(Vec<u8>),
    Missing(Missing),
}

/// What is found, and why. On the last chance what is not to be had is taken not to be there.
pub fn find(
    own: &Own,
    said: &Said,
    interface: &[TensorType],
    class: Class,
    last: bool,
) -> Result<(Finding, String), Later> {
    let unless_later = |finding, why: &str| match last {
        true => Ok((finding, why.to_owned())),
        false => Err(Later(why.to_owned())),
    };
    match (own, said) {
        (Own::Unseen(why) | Own::NoAnswer(why), _) => unless_later(Finding::Unverifiable, why),
        // What the bytes of an input are is written down, and whoever answers others than those lies.
        (Own::NoInput(why), _) => {
            Ok((Finding::Wrong, format!("the input is none for this model: {why}")))
        },
        (Own::Outputs(_), Said::Missing(Missing::Nowhere(why))) => {
            unless_later(Finding::Wrong, &format!("whoever answers serves it: {why}"))
        },
        (Own::Outputs(_), Said::Missing(Missing::Unknown(why))) => {
            unless_later(Finding::Unverifiable, why)
        },
        (Own::Outputs(_), Said::Missing(Missing::Large(why))) => Ok((Finding::Wrong, why.clone())),
        (Own::Outputs(outputs), Said::Bytes(bytes)) => {
            let finding = compare(outputs, bytes, interface, class);
            Ok((finding, "compared with what the model answers here".into()))
        },
    }
}

/// What running a model came to.
fn own(result: Result<Vec<Tensor>, Refusal>) -> Result<Own, Later> {
    match result {
        Ok(outputs) => Ok(Own::Outputs(outputs)),
        Err(refusal @ Refusal::BadInput(_)) => Ok(Own::NoInput(refusal.to_string())),
        // Ours alone: nothing follows from it.
        Err(refusal @ (Refusal::Busy | Refusal::NoEngine(_))) => Err(Later(refusal.to_string())),
        Err(refusal) => Ok(Own::NoAnswer(refusal.to_string())),
    }
}

/// What is there of a request.
struct Seen {
    own: Own,
    said: Said,
    interface: Vec<TensorType>,
    /// Held, so that the file stays.
    ran: Option<(Blob, ModelFile, Vec<Tensor>)>,
    /// As long as more may be computed.
    _place: Option<OwnedSemaphorePermit>,
}

async fn look(bench: &Bench, answer: &Answer) -> Result<Seen, Later> {
    let unseen = |why: String| Seen {
        own: Own::Unseen(why),
        said: Said::Bytes(Vec::new()),
        interface: Vec::new(),
        ran: None,
        _place: None,
    };
    let text = |missing: Missing| match missing {
        Missing::Nowhere(why) | Missing::Unknown(why) | Missing::Large(why) => why,
    };
    // Others wait behind whoever fetches until it has a place, so that not too much is held at a time.
    let fetches = bench.line(&answer.blobs()).await;
    let (blob, file) = match bench.model(answer.job.model.0).await {
        Ok(model) => model,
        Err(missing) => return Ok(unseen(text(missing))),
    };
    let bytes = match &answer.job.inline {
        Some(Data::Inline(bytes)) => Ok(bytes.clone()),
        Some(Data::Blob { .. }) | None => bench.bytes(answer.job.input.0).await,
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(missing) => return Ok(unseen(text(missing))),
    };
    let said = match &answer.said {
        Some(Data::Inline(bytes)) => Said::Bytes(bytes.clone()),
        Some(Data::Blob { hash, bytes }) => {
            let fetched = bench.answer(hash.0, *bytes, &answer.servers).await;
            fetched.map_or_else(Said::Missing, Said::Bytes)
        },
        None => return Err(Later("the chain shows no answer".into())),
    };
    // All that others have to give is there, or is not.
    let _place = bench.place().await;
    drop(fetches);
    let described = match bench.engine.describe(&file.path).await {
        Ok(described) => described,
        Err(refusal) => return Ok(Seen { own: own(Err(refusal))?, ..unseen(String::new()) }),
    };
    let interface = described.outputs;
    let inputs = match encoding::decode(&bytes, &described.inputs) {
        Ok(inputs) => inputs,
        Err(error) => {
            let own = Own::NoInput(error.to_string());
            return Ok(Seen { own, said, interface, ran: None, _place });
        },
    };
    let own = own(bench.engine.run(&file, inputs.clone(), bench.limits).await)?;
    Ok(Seen { own, said, interface, ran: Some((blob, file, inputs)), _place })
}

/// What is found of an answer, without what shows that one has looked.
pub async fn finding(
    bench: &Bench,
    answer: &Answer,
    last: bool,
) -> Result<(Finding, String), Later> {
    let Seen { own, said, interface, .. } = look(bench, answer).await?;
    find(&own, &said, &interface, answer.model.claim.class.into(), last)
}

/// The verdict about an answer, and why.
pub async fn verdict(
    bench: &Bench,
    answer: &Answer,
    last: bool,
) -> Result<(Verdict, String), Later> {
    let Seen { own, said, interface, ran, _place } = look(bench, answer).await?;
    let class = answer.model.claim.class.into();
    let (finding, why) = find(&own, &said, &interface, class, last)?;
    let told = |finding: Finding, witness| {
        let text = format!("{finding:?}: {why}");
        (finding.verdict(witness), text)
    };
    let Some(asked) = answer.witness().filter(|_| finding != Finding::Unverifiable) else {
        return Ok(told(finding, Hash::zero()));
    };
    // An audit of what cannot be run says nothing for sure.
    let (Some((_blob, file, inputs)), Own::Outputs(outputs)) = (ran, own) else {
        return Ok(told(Finding::Unverifiable, Hash::zero()));
    };
    match insides::witness(bench, &file, &inputs, &outputs, &asked).await {
        Ok(witness) => Ok(told(finding, witness)),
        Err(error) if last => {
            tracing::warn!(%error, "the insides are not to be had");
            Ok(told(Finding::Unverifiable, Hash::zero()))
        },
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use opg_engine::{Dim, Dtype};

    fn of(value: u8) -> Own {
        Own::Outputs(vec![Tensor { dtype: Dtype::U8, shape: vec![1], data: vec![value] }])
    }

    fn found(own: &Own, said: &Said, last: bool) -> Result<Finding, Later> {
        let interface =
            [TensorType { name: "y".into(), dtype: Dtype::U8, shape: vec![Dim::Fixed(1)] }];
        find(own, said, &interface, Class::Exact, last).map(|(finding, _)| finding)
    }

    #[test]
    fn answer_should_be_right_or_wrong_by_what_the_model_answers_here() {
        assert_eq!(found(&of(3), &Said::Bytes(vec![3]), false), Ok(Finding::Right));
        assert_eq!(found(&of(3), &Said::Bytes(vec![4]), false), Ok(Finding::Wrong));
        assert_eq!(found(&of(3), &Said::Bytes(vec![3, 3]), false), Ok(Finding::Wrong));
    }

    #[test]
    fn what_is_missing_should_be_waited_for_and_count_only_at_the_end() {
        let said = Said::Bytes(vec![3]);
        let nowhere = Said::Missing(Missing::Nowhere("nobody has it".into()));
        let unknown = Said::Missing(Missing::Unknown("the network is down".into()));
        for (own, said, at_last) in [
            (Own::Unseen("no input".into()), &said, Finding::Unverifiable),
            (Own::NoAnswer("too slow".into()), &said, Finding::Unverifiable),
            (of(3), &nowhere, Finding::Wrong),
            (of(3), &unknown, Finding::Unverifiable),
        ] {
            assert!(found(&own, said, false).is_err(), "{own:?}");
            assert_eq!(found(&own, said, true), Ok(at_last), "{own:?}");
        }
    }

    #[test]
    fn answer_to_what_is_no_input_should_be_wrong() {
        let own = Own::NoInput("two bytes follow".into());
        assert_eq!(found(&own, &Said::Bytes(vec![3]), false), Ok(Finding::Wrong));
        assert_eq!(found(&own, &Said::Bytes(Vec::new()), false), Ok(Finding::Wrong));
        let elsewhere = Said::Missing(Missing::Unknown("the network is down".into()));
        assert_eq!(found(&own, &elsewhere, false), Ok(Finding::Wrong));
    }

    #[test]
    fn trouble_of_our_own_should_lead_to_no_finding() {
        assert!(own(Err(Refusal::Busy)).is_err());
        assert!(own(Err(Refusal::NoEngine("x".into()))).is_err());
        assert!(matches!(own(Err(Refusal::OutOfMemory)), Ok(Own::NoAnswer(_))));
        assert!(matches!(own(Err(Refusal::Failed("x".into()))), Ok(Own::NoAnswer(_))));
        assert!(matches!(own(Err(Refusal::BadInput("x".into()))), Ok(Own::NoInput(_))));
    }
}
