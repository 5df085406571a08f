//! What is said in one call: as much of the same kind as goes together.

use crate::{
    chain::Call,
    desk::{Proof, Word},
    journal::Answer,
};
use opg_primitives::{
    market::{commitment, JobId},
    models::ModelHash,
    Hash,
};
use std::{collections::BTreeMap, mem::discriminant, sync::Arc};

/// Answers in one transaction: the chain takes more, but one bad answer has the sender pay for all.
pub const BATCH: usize = 64;
/// Answers that are shown in one transaction: each may end its request, and is weighed as if it did. A block takes some
/// forty, of which others may have taken a part.
const REVEALS: usize = 16;
/// Proofs in one transaction. All of them are taken or none, and each has up to twenty kilobytes.
const PROOFS: usize = 16;

/// What is said in the next call, and the requests that it is about: words of the same kind as the first one;
/// that one alone if it is to be.
pub fn next_call(
    words: &BTreeMap<JobId, Word>,
    me: &Hash,
    is_alone: impl Fn(JobId) -> bool,
) -> Option<(Call, Vec<JobId>)> {
    let first = words.values().next()?;
    let together: Vec<&Word> = if is_alone(first.job()) {
        vec![first]
    } else {
        let goes = |word: &&Word| goes_with(word, first) && !is_alone(word.job());
        words.values().filter(goes).take(most(first)).collect()
    };
    let jobs = together.iter().map(|word| word.job()).collect();
    Some((call(&together, me)?, jobs))
}

fn most(word: &Word) -> usize {
    match word {
        Word::Decline(..) => 1,
        Word::Prove(..) => PROOFS,
        Word::Reveal(..) => REVEALS,
        Word::Answer(..) | Word::Commit(..) => BATCH,
    }
}

/// Proofs go with those of circuits of the same size.
fn goes_with(word: &Word, first: &Word) -> bool {
    match (word, first) {
        (Word::Prove(_, one), Word::Prove(_, other)) => one.rows == other.rows,
        _ => discriminant(word) == discriminant(first),
    }
}

fn call(words: &[&Word], me: &Hash) -> Option<Call> {
    let (mut answers, mut commits, mut reveals, mut proofs) = (vec![], vec![], vec![], vec![]);
    for word in words.iter().copied().cloned() {
        match word {
            Word::Decline(job, why) => {
                return Some(Call::new("Inference", "decline", (job, why)));
            },
            Word::Answer(job, answer) => answers.push((job, answer.output)),
            Word::Commit(job, Answer { output, salt }) => {
                commits.push((job, commitment(job, me, &salt, &output)))
            },
            Word::Reveal(job, Answer { output, salt }) => reveals.push((job, salt, output)),
            Word::Prove(job, proof) => proofs.push((job, proof)),
        }
    }
    Some(match words.first()? {
        Word::Answer(..) => Call::new("Inference", "submit_answers", answers),
        Word::Commit(..) => Call::new("Inference", "commit_answers", commits),
        Word::Reveal(..) => Call::new("Inference", "reveal_answers", reveals),
        Word::Prove(..) | Word::Decline(..) => proving(&proofs)?,
    })
}

/// The largest circuit of the batch, its models, and for each proof the place of its model among them.
fn proving(proofs: &[(JobId, Arc<Proof>)]) -> Option<Call> {
    let (_, first) = proofs.first()?;
    let width = proofs.iter().map(|(_, proof)| proof.width).max()?;
    let mut models: Vec<ModelHash> = Vec::new();
    let mut claims = Vec::new();
    for (job, proof) in proofs {
        let place = models.iter().position(|model| *model == proof.model).unwrap_or_else(|| {
            models.push(proof.model);
            models.len().saturating_sub(1)
        });
        let place = u16::try_from(place).ok()?;
        claims.push((*job, place, &proof.output, &proof.proof));
    }
    Some(Call::new("Inference", "prove_answers", ((first.rows, width), models, claims)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use opg_primitives::market::{Data, Decline};

    fn answer(job: JobId) -> (JobId, Word) {
        let output = Data::Inline(vec![job as u8].try_into().unwrap());
        (job, Word::Answer(job, Answer { output, salt: [1; 32] }))
    }

    fn proof(job: JobId, model: u8, rows: u8, width: u16) -> (JobId, Word) {
        let model = ModelHash::repeat_byte(model);
        let proof = Proof { model, rows, width, output: vec![job as u8], proof: vec![9] };
        (job, Word::Prove(job, Arc::new(proof)))
    }

    fn said(words: &BTreeMap<JobId, Word>, alone: &[JobId]) -> (Call, Vec<JobId>) {
        next_call(words, &Hash::zero(), |job| alone.contains(&job)).unwrap()
    }

    #[test]
    fn answers_should_go_together_and_declines_each_alone() {
        let decline = |job| (job, Word::Decline(job, Decline::BadInput));
        let words = [answer(1), decline(2), answer(3)].into();
        let (call, jobs) = said(&words, &[]);
        assert_eq!((call.name, jobs), ("submit_answers", vec![1, 3]));
        let (call, jobs) = said(&[decline(2), answer(3)].into(), &[]);
        assert_eq!((call.name, jobs), ("decline", vec![2]));
        assert_eq!(call.arguments, (2u64, Decline::BadInput).encode());
        let many: BTreeMap<_, _> = (0..100).map(answer).collect();
        assert_eq!(said(&many, &[]).1.len(), BATCH);
    }

    #[test]
    fn what_may_end_a_request_should_go_in_fewer_as_a_block_takes() {
        let reveal = |job: JobId| match answer(job) {
            (job, Word::Answer(_, answer)) => (job, Word::Reveal(job, answer)),
            other => other,
        };
        let (call, jobs) = said(&(0..100).map(reveal).collect(), &[]);
        assert_eq!((call.name, jobs.len()), ("reveal_answers", REVEALS));
    }

    #[test]
    fn what_came_to_nothing_before_should_not_spoil_the_others() {
        let words = [answer(1), answer(2), answer(3)].into();
        assert_eq!(said(&words, &[1]).1, [1]);
        assert_eq!(said(&words, &[2]).1, [1, 3]);
    }

    #[test]
    fn proofs_should_go_with_those_of_the_same_size_and_name_each_model_once() {
        let words =
            [proof(1, 7, 11, 8), proof(2, 8, 12, 8), proof(3, 9, 11, 16), proof(4, 7, 11, 8)]
                .into();
        let (call, jobs) = said(&words, &[]);
        assert_eq!((call.name, jobs), ("prove_answers", vec![1, 3, 4]));
        let models = vec![ModelHash::repeat_byte(7), ModelHash::repeat_byte(9)];
        let proof = |job: u64, model: u16| (job, model, vec![job as u8], vec![9u8]);
        let proofs = vec![proof(1, 0), proof(3, 1), proof(4, 0)];
        assert_eq!(call.arguments, ((11u8, 16u16), models, proofs).encode());
    }
}
