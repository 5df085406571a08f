//! A child that the tests play themselves.

use super::*;
use crate::tensor::Dtype;
use tokio::net::UnixStream;

const MODEL: [u8; 32] = [1; 32];

struct Child {
    ring: Ring,
    next: usize,
    /// What the parent's bell is heard at.
    _ear: UnixStream,
}

fn pair() -> (Lane, Child) {
    let ring = Ring::create().unwrap();
    let file = ring.file().try_clone().unwrap();
    let (ours, theirs) = UnixStream::pair().unwrap();
    let lane = Lane::new(ring, Arc::new(ours.into_split().1), 1);
    lane.learn(MODEL, true);
    lane.open();
    (lane, Child { ring: Ring::map(file).unwrap(), next: 0, _ear: theirs })
}

fn bytes(data: &[u8]) -> Tensor {
    Tensor { dtype: Dtype::U8, shape: vec![data.len() as u64], data: data.to_vec() }
}

fn push(lane: &Lane, byte: u8) -> oneshot::Receiver<Answer> {
    lane.push(&MODEL, &[bytes(&[byte])], Limits::default()).unwrap()
}

impl Child {
    fn take(&mut self) -> usize {
        if self.ring.is_restarted() {
            self.next = 0;
        }
        let slot = self.next;
        assert!(self.ring.turn(slot, State::Asked, State::Taken));
        self.next = Ring::after(slot);
        slot
    }

    /// Answers with what it was given.
    fn echo(&mut self) {
        let slot = self.take();
        let message = self.ring.read_message(slot, Half::Request).unwrap();
        let run: Run = parse(&message).unwrap();
        let (inputs, outputs) = self.ring.tensors(slot);
        outputs[..inputs.len()].copy_from_slice(inputs);
        self.say(slot, &Reply::Done { outputs: run.inputs, worn: false });
    }

    fn say(&self, slot: usize, reply: &Reply) {
        assert!(self.ring.write_message(slot, Half::Reply, &reply.encode()));
        self.ring.set(slot, State::Answered);
    }
}

fn done(answer: &mut oneshot::Receiver<Answer>) -> Result<Vec<Tensor>, Refusal> {
    match answer.try_recv() {
        Ok(Answer::Done(result)) => result,
        Ok(Answer::Alone) => panic!("it is to be run alone"),
        Err(why) => panic!("{why}"),
    }
}

fn is_alone(answer: &mut oneshot::Receiver<Answer>) -> bool {
    matches!(answer.try_recv(), Ok(Answer::Alone))
}

#[tokio::test]
async fn each_job_should_get_its_own_answer_round_after_round() {
    let (lane, mut child) = pair();
    for round in 0..5 {
        let mut answers: Vec<_> =
            (0..SLOTS).map(|job| push(&lane, (round * SLOTS + job) as u8)).collect();
        assert!(lane.push(&MODEL, &[bytes(&[0])], Limits::default()).is_none(), "it is full");
        (0..SLOTS).for_each(|_| child.echo());
        assert!(!lane.may_sleep());
        assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
        for (job, answer) in answers.iter_mut().enumerate() {
            assert_eq!(done(answer), Ok(vec![bytes(&[(round * SLOTS + job) as u8])]));
        }
        assert!(lane.may_sleep());
    }
}

#[tokio::test]
async fn only_small_jobs_of_quick_models_should_get_in() {
    let (lane, _child) = pair();
    assert!(lane.push(&[2; 32], &[bytes(&[0])], Limits::default()).is_none());
    lane.learn([2; 32], false);
    assert!(lane.push(&[2; 32], &[bytes(&[0])], Limits::default()).is_none());
    assert!(lane.push(&MODEL, &[bytes(&vec![0; ROOM + 1])], Limits::default()).is_none());
    assert!(lane.push(&MODEL, &vec![bytes(&[0]); ROOM / 64 + 2], Limits::default()).is_none());
    assert!(lane.push(&MODEL, &vec![bytes(&[]); 3000], Limits::default()).is_none());
    assert_eq!(lane.load(&MODEL), Some(0));
    assert!(lane.push(&MODEL, &[bytes(&vec![0; ROOM])], Limits::default()).is_some());
    assert_eq!(lane.load(&MODEL), Some(1));
}

#[tokio::test]
async fn replies_that_make_no_sense_should_end_the_child() {
    let placed = |at, length| Placed { dtype: Dtype::U8, shape: vec![length], at, length };
    let done = |outputs| Reply::Done { outputs, worn: false };
    let nonsense = [
        done(vec![placed(ROOM as u64, 1)]),
        done(vec![placed(u64::MAX, 1)]),
        done(vec![placed(0, ROOM as u64 + 1)]),
        done(vec![placed(0, 60_000), placed(0, 60_000)]),
        done(vec![Placed { shape: vec![2], ..placed(0, 1) }]),
        Reply::Look,
    ];
    for reply in nonsense {
        let (lane, mut child) = pair();
        let limits = Limits { output_bytes: 100_000, ..Limits::default() };
        let mut answer = lane.push(&MODEL, &[bytes(&[0])], limits).unwrap();
        let slot = child.take();
        child.say(slot, &reply);
        let broken = lane.step(false).err().unwrap_or_else(|| panic!("{reply:?}"));
        assert!(matches!(broken, Broken::Nonsense(_)));
        lane.is_broken(None, &broken);
        assert!(matches!(super::tests::done(&mut answer), Err(Refusal::Crashed(_))));
    }
    // Bytes that are no reply at all.
    let (lane, mut child) = pair();
    let _answer = push(&lane, 0);
    let slot = child.take();
    assert!(child.ring.write_message(slot, Half::Reply, &[255; 20]));
    child.ring.set(slot, State::Answered);
    assert!(matches!(lane.step(false), Err(Broken::Nonsense(_))));
}

#[tokio::test]
async fn booleans_that_are_neither_should_be_told() {
    let (lane, mut child) = pair();
    let mut answer = push(&lane, 2);
    let slot = child.take();
    child.ring.tensors(slot).1[0] = 2;
    let output = Placed { dtype: Dtype::Bool, shape: vec![1], at: 0, length: 1 };
    child.say(slot, &Reply::Done { outputs: vec![output], worn: false });
    assert!(lane.step(false).is_ok());
    assert!(matches!(done(&mut answer), Err(Refusal::Failed(_))));
}

#[tokio::test]
async fn a_child_that_ends_should_be_the_fault_of_a_job_only_if_there_is_no_other() {
    let broken = Broken::Nonsense("it is gone");
    // One that it had begun.
    let (lane, mut child) = pair();
    let mut answer = push(&lane, 0);
    child.take();
    lane.is_broken(None, &broken);
    assert!(matches!(done(&mut answer), Err(Refusal::Crashed(_))));
    assert!(lane.push(&MODEL, &[bytes(&[0])], Limits::default()).is_none(), "it is closed");
    // One that it had not.
    let (lane, _child) = pair();
    let mut answer = push(&lane, 0);
    lane.is_broken(None, &broken);
    assert!(is_alone(&mut answer));
    // Several: those that were answered are not among them.
    let (lane, mut child) = pair();
    let mut answers: Vec<_> = (0..4).map(|job| push(&lane, job)).collect();
    child.echo();
    child.take();
    assert!(lane.step(false).is_ok());
    lane.is_broken(None, &broken);
    assert_eq!(done(&mut answers[0]), Ok(vec![bytes(&[0])]));
    assert!(answers[1..].iter_mut().all(is_alone));
}

#[tokio::test]
async fn a_job_that_takes_long_should_keep_nobody_waiting() {
    let (lane, mut child) = pair();
    let mut answers: Vec<_> = (0..3).map(|job| push(&lane, job)).collect();
    let slot = child.take();
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
    assert!(answers[1].try_recv().is_err());
    tokio::time::sleep(PATIENCE).await;
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
    assert!(answers[1..].iter_mut().all(is_alone));
    assert_eq!(lane.load(&MODEL), None, "nobody gets in any more");
    // It still gets its answer, and then the child is given back.
    let outputs = vec![Placed { dtype: Dtype::U8, shape: vec![0], at: 0, length: 0 }];
    child.say(slot, &Reply::Done { outputs, worn: false });
    for slot in [1, 2] {
        assert!(child.ring.turn(slot, State::Withdrawn, State::Answered));
    }
    assert!(matches!(lane.step(false), Ok(Step::Close { worn: false })));
    assert_eq!(done(&mut answers[0]), Ok(vec![bytes(&[])]));
    assert!(!lane.is_quick(&MODEL) && lane.knows(&MODEL));
}

#[tokio::test]
async fn a_job_should_end_at_its_limit_or_when_nobody_wants_it() {
    let (lane, mut child) = pair();
    let time = Duration::from_millis(5);
    let limits = Limits { time, ..Limits::default() };
    let mut slow = lane.push(&MODEL, &[bytes(&[0])], limits).unwrap();
    let mut other = push(&lane, 1);
    child.take();
    tokio::time::sleep(time).await;
    assert!(matches!(lane.step(false), Ok(Step::End)));
    lane.time_is_over();
    assert_eq!(done(&mut slow), Err(Refusal::slow(time)));
    assert!(is_alone(&mut other));

    let (lane, mut child) = pair();
    drop(push(&lane, 0));
    child.take();
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))), "most likely it is done soon");
    tokio::time::sleep(PATIENCE).await;
    assert!(matches!(lane.step(false), Ok(Step::End)));
}

#[tokio::test]
async fn jobs_that_nobody_wants_should_not_be_begun() {
    let (lane, mut child) = pair();
    let mut first = push(&lane, 0);
    drop(push(&lane, 1));
    let mut last = push(&lane, 2);
    child.take();
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
    assert!(child.ring.is(1, State::Withdrawn) && child.ring.is(2, State::Asked));
    child.say(0, &Reply::NeedsFile);
    child.ring.set(1, State::Answered);
    child.next = 2;
    child.echo();
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
    assert!(is_alone(&mut first));
    assert_eq!(done(&mut last), Ok(vec![bytes(&[2])]));
}

#[tokio::test]
async fn a_lane_should_close_when_it_is_idle_or_others_have_waited() {
    let (lane, mut child) = pair();
    assert!(matches!(lane.step(false), Ok(Step::Wait(_))));
    assert!(matches!(lane.step(true), Ok(Step::Close { worn: false })));
    lane.open();
    tokio::time::sleep(LINGER).await;
    assert!(matches!(lane.step(false), Ok(Step::Close { worn: false })));
    // With jobs it closes after a turn, when they are done.
    lane.open();
    let _first = push(&lane, 0);
    assert!(matches!(lane.step(true), Ok(Step::Wait(_))));
    let _second = push(&lane, 1);
    tokio::time::sleep(TURN).await;
    assert!(matches!(lane.step(true), Ok(Step::Wait(_))));
    assert_eq!(lane.load(&MODEL), None);
    child.echo();
    child.echo();
    assert!(matches!(lane.step(true), Ok(Step::Close { worn: false })));
}

#[tokio::test]
async fn what_takes_more_room_than_a_slot_should_be_run_alone() {
    let too_large =
        || Reply::Refused { why: Refusal::OutputTooLarge { limit: ROOM as u64 }, worn: false };
    for reply in [Reply::NeedsFile, Reply::Larger, too_large()] {
        let (lane, mut child) = pair();
        let mut answer = push(&lane, 0);
        let slot = child.take();
        child.say(slot, &reply);
        assert!(lane.step(false).is_ok());
        assert!(is_alone(&mut answer), "{reply:?}");
        assert!(!lane.is_quick(&MODEL));
    }
    // Unless it is more than whoever asks allows.
    let (lane, mut child) = pair();
    let limits = Limits { output_bytes: ROOM as u64, ..Limits::default() };
    let mut answer = lane.push(&MODEL, &[bytes(&[0])], limits).unwrap();
    let slot = child.take();
    child.say(slot, &too_large());
    assert!(lane.step(false).is_ok());
    assert_eq!(done(&mut answer), Err(Refusal::OutputTooLarge { limit: ROOM as u64 }));
}
