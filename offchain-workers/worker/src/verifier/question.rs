//! What a panel is asked: all that a verdict depends on, as the chain says it.

use super::views::{Class, Job, Model};
use crate::chain::views::{Assurance, Data, Standing, Tensor, Worker};
use codec::{Decode, Encode};
use opg_primitives::{
    closeness,
    market::{Finding, JobId},
    models::{self, Interface, UNAVAILABLE},
    panels::Verdict,
    Hash,
};
use sha2::{Digest, Sha256};

/// A question to a panel.
#[derive(Clone, Debug)]
pub enum Question {
    /// Whether the model with this hash is what its owner says.
    Claim { hash: Hash, model: Model },
    /// Whether the answer to a request is right.
    Answer(Box<Answer>),
}

/// An answer that is in doubt. Models that have one are known to the chain for as long as they do.
#[derive(Clone, Debug)]
pub struct Answer {
    pub id: JobId,
    pub job: Job,
    pub model: Model,
    /// What was answered, if anything.
    pub said: Option<Data>,
    /// Where those who have answered so say that it can be fetched, if it is not on the chain.
    pub servers: Vec<String>,
}

impl Answer {
    pub fn new(id: JobId, job: Job, model: Model) -> Self {
        let said = answer_of(&job, &model);
        Self { id, job, model, said, servers: Vec::new() }
    }

    /// Whoever has answered so, if it is to be fetched.
    pub fn servers(&self) -> impl Iterator<Item = &Worker> {
        let is_far = matches!(self.said, Some(Data::Blob { .. }));
        self.job.workers.iter().filter(move |worker| is_far && worker.output == self.said)
    }

    /// All that must be had to judge it.
    pub fn blobs(&self) -> Vec<[u8; 32]> {
        let input = match self.job.inline {
            Some(Data::Inline(_)) => None,
            _ => Some(self.job.input.0),
        };
        let said = match &self.said {
            Some(Data::Blob { hash, .. }) => Some(hash.0),
            _ => None,
        };
        [Some(self.job.model.0), input, said].into_iter().flatten().collect()
    }

    /// Names the insides of the model that a verdict is to say; nothing where none is asked for.
    pub fn witness(&self) -> Option<Hash> {
        let witness = self.job.dispute.as_ref().map(|dispute| Hash::from(dispute.witness.0));
        witness.filter(|witness| !witness.is_zero())
    }
}

impl Question {
    /// What is said by whoever has not seen enough in time.
    pub fn unseen(&self) -> Verdict {
        match self {
            Self::Claim { .. } => UNAVAILABLE,
            Self::Answer(_) => Finding::Unverifiable.verdict(Hash::zero()),
        }
    }

    /// Two questions with the same name have the same answer.
    pub fn id(&self) -> Hash {
        let bytes = match self {
            Self::Claim { hash, model } => {
                let claim = &model.claim;
                let interface = (&claim.interface.inputs, &claim.interface.outputs);
                (0u8, hash, claim.class, interface, &claim.key).encode()
            },
            Self::Answer(answer) => {
                let said = answer.said.as_ref().map(digest);
                let input = (answer.job.model.0, answer.job.input.0);
                (1u8, answer.id, input, said, answer.witness(), answer.model.claim.class).encode()
            },
        };
        <[u8; 32]>::from(Sha256::digest(bytes)).into()
    }
}

fn digest(data: &Data) -> (bool, [u8; 32]) {
    match data {
        Data::Inline(bytes) => (true, Sha256::digest(bytes).into()),
        Data::Blob { hash, .. } => (false, hash.0),
    }
}

/// Inputs and outputs as the chain's types have them.
pub fn interface(model: &Model) -> Option<Interface> {
    Some(Interface {
        inputs: tensors(&model.claim.interface.inputs)?,
        outputs: tensors(&model.claim.interface.outputs)?,
    })
}

fn tensors(tensors: &[Tensor]) -> Option<models::Tensors> {
    models::Tensors::decode(&mut &tensors.encode()[..]).ok()
}

/// What was answered: by a quorum, what most of those who spoke agree with.
fn answer_of(job: &Job, model: &Model) -> Option<Data> {
    let spoke = |worker: &&Worker| {
        matches!(worker.standing, Standing::Answered { .. } | Standing::Apart { .. })
    };
    let said: Vec<&Data> =
        job.workers.iter().filter(spoke).filter_map(|worker| worker.output.as_ref()).collect();
    match job.assurance {
        Assurance::Quorum(_) => medoid(&said, model).cloned(),
        Assurance::Bonded | Assurance::Proven => said.last().map(|said| (*said).clone()),
    }
}

/// The first of those with which most agree, as the chain counts them.
fn medoid<'a>(said: &[&'a Data], model: &Model) -> Option<&'a Data> {
    let outputs = interface(model)?.outputs;
    let class = model.claim.class.into();
    let agree = |one: &Data, other: &Data| match (model.claim.class, one, other) {
        (Class::Close { .. }, Data::Inline(one), Data::Inline(other)) => {
            closeness::outputs_agree(one, other, &outputs, class)
        },
        (Class::Close { .. }, _, _) => std::ptr::eq(one, other),
        (_, Data::Blob { hash: one, .. }, Data::Blob { hash: other, .. }) => one == other,
        _ => one == other,
    };
    let count = |one: &Data| said.iter().filter(|other| agree(one, other)).count();
    let mut best: Option<(usize, &Data)> = None;
    for one in said.iter().copied() {
        let count = count(one);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, one));
        }
    }
    best.map(|(_, one)| one)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        chain::views::{self, Claim, Dim, Dtype, ModelStanding, Phase},
        verifier::views::Dispute,
    };
    use subxt::utils::{AccountId32, H256};

    pub fn model(class: Class) -> Model {
        let tensor = |name: &str| Tensor {
            name: name.into(),
            dtype: Dtype::F32,
            shape: vec![Dim::Fixed(1)],
        };
        let interface = views::Interface { inputs: vec![tensor("x")], outputs: vec![tensor("y")] };
        let claim = Claim { class, interface, key: None };
        let (owner, standing) = (AccountId32([9; 32]), ModelStanding::Active);
        Model { owner, bytes: 100, standing, may_slash: true, claim }
    }

    fn worker(number: u8, output: Option<f32>) -> Worker {
        let standing = match output {
            Some(_) => Standing::Answered { output: H256([number; 32]), agrees: true },
            None => Standing::Missed,
        };
        Worker {
            account: AccountId32([number; 32]),
            price: 1,
            ticket: 40,
            standing,
            output: output.map(|value| Data::Inline(value.to_le_bytes().to_vec())),
        }
    }

    pub fn job(assurance: Assurance, outputs: &[Option<f32>]) -> Job {
        let workers = (0..).zip(outputs).map(|(number, output)| worker(number, *output));
        Job {
            requester: AccountId32([8; 32]),
            model: H256([7; 32]),
            input: H256([6; 32]),
            inline: None,
            assurance,
            may_slash: true,
            phase: Phase::Disputed,
            workers: workers.collect(),
            dispute: Some(Dispute { witness: H256::zero() }),
        }
    }

    fn said(job: &Job, class: Class) -> Option<f32> {
        match answer_of(job, &model(class))? {
            Data::Inline(bytes) => Some(f32::from_le_bytes(bytes.try_into().unwrap())),
            Data::Blob { .. } => None,
        }
    }

    #[test]
    fn bonded_answer_should_be_that_of_who_answered_after_others_did_not() {
        let job = job(Assurance::Bonded, &[None, Some(2.0)]);
        assert_eq!(said(&job, Class::Exact), Some(2.0));
    }

    #[test]
    fn answer_of_a_quorum_should_be_the_one_with_which_most_agree() {
        let quorum = |outputs: &[f32]| {
            let outputs: Vec<_> = outputs.iter().copied().map(Some).collect();
            job(Assurance::Quorum(3), &outputs)
        };
        assert_eq!(said(&quorum(&[5.0, 2.0, 2.0]), Class::Exact), Some(2.0));
        // A thousandth: the one in the middle agrees with both others.
        let close = Class::Close { abs: 0, rel: 1_000_000 };
        assert_eq!(said(&quorum(&[1000.0, 1000.9, 1001.8]), close), Some(1000.9));
        assert_eq!(said(&quorum(&[]), close), None);
    }

    #[test]
    fn question_should_have_another_name_when_anything_in_it_is_another() {
        let first = job(Assurance::Bonded, &[Some(2.0)]);
        let ask = |job: &Job, class| {
            Question::Answer(Box::new(Answer::new(1, job.clone(), model(class)))).id()
        };
        let name = ask(&first, Class::Exact);
        assert_eq!(ask(&first, Class::Exact), name);
        assert_ne!(ask(&first, Class::Close { abs: 0, rel: 1 }), name);
        assert_ne!(ask(&job(Assurance::Bonded, &[Some(3.0)]), Class::Exact), name);
        let witnessed = Job { dispute: Some(Dispute { witness: H256([1; 32]) }), ..first.clone() };
        assert_ne!(ask(&witnessed, Class::Exact), name);
        let claim = |class| Question::Claim { hash: Hash::zero(), model: model(class) }.id();
        assert_ne!(claim(Class::Exact), claim(Class::Close { abs: 0, rel: 1 }));
    }
}
