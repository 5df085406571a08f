//! Inputs made of the last candles of a feed.

use super::{proving::prove, *};
use crate::{
    proving::Proof,
    types::{Keep, Miss, Plan},
};
use polkadot_sdk::frame_support::{assert_noop, dispatch::GetDispatchInfo};

/// Four bytes, as models here are asked.
pub fn window() -> Window {
    Window {
        feed: 3,
        interval: Interval::Hour,
        candles: 2,
        fields: vec![Field::High, Field::Low].try_into().unwrap(),
        dtype: Dtype::U8,
        decimals: 0,
    }
}

fn of(window: Window) -> Order<AccountId> {
    Order { input: Source::Candles(window), ..order() }
}

fn refused(order: Order<AccountId>, error: crate::Error<Test>) {
    assert_noop!(Inference::request(signed(ANN), Box::new(order)), error);
}

#[test]
fn request_should_have_the_candles_of_when_it_is_made() {
    run(|| {
        Feed::set(Ok(vec![9, 8, 7, 6]));
        let id = ask(of(window()));
        Feed::set(Ok(vec![1, 1, 1, 1]));
        assert_eq!(Inputs::<Test>::get(id), Some(bytes(&[4, 0, 0, 0, 9, 8, 7, 6])));
        assert_eq!(
            (job(id).inline, job(id).input),
            (true, given(&[4, 0, 0, 0, 9, 8, 7, 6]).digest())
        );
    });
}

#[test]
fn feed_that_is_not_to_be_used_should_refuse_with_its_reason() {
    run(|| {
        let reasons = [
            (Unfit::NoSuchFeed, Error::NoSuchFeed),
            (Unfit::Unanswered, Error::FeedStale),
            (Unfit::Stale, Error::FeedStale),
            (Unfit::OutOfBounds, Error::FeedOutOfBounds),
            (Unfit::TooFewCandles, Error::TooFewCandles),
            (Unfit::Gap, Error::TooFewCandles),
            (Unfit::DoesNotFit, Error::BadWindow),
        ];
        for (why, error) in reasons {
            Feed::set(Err(why));
            refused(of(window()), error);
        }
    });
}

#[test]
fn candles_that_are_no_input_of_the_model_should_be_refused_before_anything_is_held() {
    run(|| {
        Feed::set(Ok(vec![9, 8, 7, 6]));
        refused(of(Window { dtype: Dtype::F32, ..window() }), Error::BadInput);
        refused(of(Window { candles: 0, ..window() }), Error::BadWindow);
        let twice = vec![Field::High; 2].try_into().unwrap();
        refused(of(Window { fields: twice, ..window() }), Error::BadWindow);
    });
}

#[test]
fn making_the_input_should_be_paid_for() {
    run(|| {
        Feed::set(Ok(vec![9, 8, 7, 6]));
        let call = |order| crate::Call::<Test>::request { order: Box::new(order) };
        let weight = |order| call(order).get_dispatch_info().call_weight;
        let more = weight(of(window())) - weight(order());
        assert_eq!(more, Weight::from_parts(2, 0));
    });
}

#[test]
fn proven_answer_should_be_had_of_candles_if_nothing_else_is_in_the_input() {
    run(|| {
        Feed::set(Ok(vec![9, 8, 7, 6]));
        let proven = Order { assurance: Assurance::Proven, ..of(window()) };
        refused(proven.clone(), Error::BadInput);
        change(Served::get, Served::set, |models| {
            let input = &mut models.get_mut(&EXACT).unwrap().claim.interface.inputs[0];
            input.shape = vec![Dim::Fixed(1), Dim::Fixed(4)].try_into().unwrap();
        });
        let id = ask(proven);
        assert_eq!(Inputs::<Test>::get(id), Some(bytes(&[9, 8, 7, 6])));
        // What is proven is proven of these bytes.
        let who = worker(id);
        let of_input = |input: &[u8]| {
            let context = Inference::context(id, &job(id), &key(4), &who);
            let proof = proof_of(&context, input, &[42]).try_into().unwrap();
            [Proof { job: id, model: 0, output: vec![42].try_into().unwrap(), proof }]
        };
        refused!(prove(who, &of_input(&[9, 8, 7, 5])), Error::<Test>::BadProof);
        assert_ok!(prove(who, &of_input(&[9, 8, 7, 6])));
        assert_eq!(end(id), Some(End::Settled));
    });
}

#[test]
fn standing_order_should_ask_with_new_candles_each_time_and_skip_with_the_reason() {
    run(|| {
        Feed::set(Ok(vec![1, 1, 1, 1]));
        let keep = Keep { results: 2, bytes: 8 };
        let plan = Plan { request: of(window()), period: 50, runs: 3, keep };
        assert_ok!(Inference::place_order(signed(ANN), Box::new(plan)));
        let id = NextOrder::<Test>::get() - 1;
        block();
        let first = NextJob::<Test>::get() - 1;
        assert_eq!(Inputs::<Test>::get(first), Some(bytes(&[4, 0, 0, 0, 1, 1, 1, 1])));
        Feed::set(Err(Unfit::Stale));
        blocks(50);
        assert_eq!(Orders::<Test>::get(id).unwrap().last_miss, Some((1, Miss::FeedStale)));
        Feed::set(Ok(vec![2, 2, 2, 2]));
        blocks(50);
        let last = NextJob::<Test>::get() - 1;
        assert_eq!(
            (last, Inputs::<Test>::get(last)),
            (first + 1, Some(bytes(&[4, 0, 0, 0, 2, 2, 2, 2])))
        );
    });
}
