//! Who loses by what. Each attack is a sum over what may happen, with the rules that a chain begins with;
//! the attacker is given what it cannot count on: a third of all verifiers, accomplices, honest people who
//! do not look. What it is left with is printed, and must be a loss. Pure: nothing here runs the pallet.
//!
//! How likely a jury is what is binomial: members are drawn one after another, by bond, from many. From few
//! it is hypergeometric, which is less in favour of whoever is fewer.

use crate::{
    life::{Effect, End, Event, Life, Phase, Reason, Times},
    pricing::{self, RECYCLED},
    types::Rules,
};
use opg_primitives::{
    market::{Assurance, Finding},
    token::{MILLI_OPG, OPG},
    Balance,
};
use polkadot_sdk::sp_runtime::Permill;

/// From a thousandth to a thousand OPG.
const PRICES: [Balance; 8] = [
    MILLI_OPG,
    10 * MILLI_OPG,
    200 * MILLI_OPG,
    OPG,
    5 * OPG / 2,
    10 * OPG,
    100 * OPG,
    1_000 * OPG,
];
/// The part of the price that running the model costs, and that a liar saves.
const COST: f64 = 0.8;
/// The part of all verifiers that do what the attacker wants.
const CAPTURED: f64 = 1.0 / 3.0;
/// What a verifier has at stake where nobody says otherwise, and the sizes of juries: panels' genesis.
const USUAL_TICKET: Balance = 50 * OPG;
const JURY: Panel = Panel { members: 5, threshold: 4 };
const APPEAL: Panel = Panel { members: 21, threshold: 14 };

fn rules() -> Rules {
    Rules::default()
}

fn part(part: Permill) -> f64 {
    f64::from(part.deconstruct()) / 1e6
}

/// In OPG.
fn opg(amount: Balance) -> f64 {
    amount as f64 / OPG as f64
}

/// What those at an answer of some price get, and have at stake, in OPG.
struct Answer {
    price: f64,
    /// The worker's part of the price, where the model's owner takes none.
    earned: f64,
    /// The worker's ticket.
    ticket: f64,
    /// A juror's reward, and its ticket.
    juror: f64,
    juror_ticket: f64,
    /// An auditor's.
    auditor: f64,
    auditor_ticket: f64,
    /// What is kept of every request.
    fee: f64,
}

impl Answer {
    fn of(price: Balance) -> Self {
        let rules = rules();
        let stake = |reward: Balance| {
            opg(reward.saturating_mul(rules.verifier_ticket.into()).max(USUAL_TICKET))
        };
        let (juror, auditor) = (pricing::juror(price, &rules), pricing::auditor(price, &rules));
        Self {
            price: opg(price),
            earned: opg(pricing::split(price, Permill::zero(), &rules).worker),
            ticket: opg(pricing::ticket(price, &rules)),
            juror: opg(juror),
            juror_ticket: stake(juror),
            auditor: opg(auditor),
            auditor_ticket: stake(auditor),
            fee: opg(rules.fee),
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        PRICES.into_iter().map(Self::of)
    }

    /// What a liar's ticket brings others when so much was paid to jurors, and someone challenged it.
    fn penalty(&self, jury: f64) -> Recycled {
        let planck = |amount: f64| (amount * OPG as f64).round() as Balance;
        let (taken, price) = (planck(self.ticket), planck(self.price));
        let penalty = pricing::penalty(taken, planck(jury), price, true);
        Recycled {
            jury: opg(penalty.jury),
            challenger: opg(penalty.challenger),
            wronged: opg(penalty.wronged),
        }
    }
}

/// What others get of a liar's ticket, in OPG.
struct Recycled {
    jury: f64,
    challenger: f64,
    wronged: f64,
}

/// A panel, and how many must say the same.
#[derive(Clone, Copy)]
struct Panel {
    members: u32,
    threshold: u32,
}

/// What a panel says, of whose members a part is captured; and how many honest ones are paid, on average
/// over all that it may say: those who said what it says, or all when it says nothing.
#[derive(Clone, Copy)]
struct Odds {
    honest: f64,
    captured: f64,
    none: f64,
    honest_paid: f64,
    /// Captured members who are paid when it says nothing.
    captured_paid: f64,
}

impl Panel {
    /// `chance` says how likely so many captured members are.
    fn odds(self, chance: impl Fn(u32) -> f64) -> Odds {
        let mut odds =
            Odds { honest: 0.0, captured: 0.0, none: 0.0, honest_paid: 0.0, captured_paid: 0.0 };
        for captured in 0..=self.members {
            let (honest, p) = (self.members - captured, chance(captured));
            if captured >= self.threshold {
                odds.captured += p;
            } else {
                odds.honest_paid += p * f64::from(honest);
                if honest >= self.threshold {
                    odds.honest += p;
                } else {
                    odds.none += p;
                    odds.captured_paid += p * f64::from(captured);
                }
            }
        }
        odds
    }

    /// Drawn from very many.
    fn binomial(self, captured: f64) -> Odds {
        let n = self.members;
        self.odds(|k| {
            choose(n, k) * captured.powi(k as i32) * (1.0 - captured).powi((n - k) as i32)
        })
    }

    /// Drawn from so many, of whom so many are captured.
    fn hypergeometric(self, captured: u32, all: u32) -> Odds {
        let n = self.members;
        self.odds(|k| {
            if k > captured || n - k > all - captured {
                return 0.0;
            }
            choose(captured, k) * choose(all - captured, n - k) / choose(all, n)
        })
    }
}

fn choose(n: u32, k: u32) -> f64 {
    (0..k).fold(1.0, |product, i| product * f64::from(n - i) / f64::from(i + 1))
}

/// How likely a jury, and the larger one where it finds nothing, finds what honest verifiers see.
fn found_out(captured: f64) -> f64 {
    let jury = JURY.binomial(captured);
    jury.honest + jury.none * APPEAL.binomial(captured).honest
}

/// Each of `losses` is one, whatever the price; in parts of the price.
fn loses(what: &str, net: impl Fn(&Answer) -> f64) {
    for answer in Answer::all() {
        let net = net(&answer);
        println!(
            "{what}: at {:>8.3} OPG {net:>+12.4} OPG, {:>+9.3} of the price",
            answer.price,
            net / answer.price
        );
        assert!(net < 0.0, "{what}: at {} OPG it earns {net} OPG", answer.price);
    }
}

#[test]
fn a_liar_loses_a_third_more_than_it_saves() {
    let (p, v, r) = (part(rules().audit), CAPTURED, 1.0 / RECYCLED as f64);
    for answer in Answer::all() {
        let lost = p * (1.0 - v) * (1.0 - r) * answer.ticket;
        let saved = (1.0 - p) * COST * answer.price;
        println!("a liar: at {:>8.3} OPG loses {:.3} of what it saves", answer.price, lost / saved);
        assert!(lost >= 1.3 * saved);
    }
}

#[test]
fn a_liar_loses_though_captured_verifiers_sit_on_the_juries_too() {
    // Compared with one who runs the model. Nobody challenges, the requester is honest: nothing comes back.
    let (p, v) = (part(rules().audit), CAPTURED);
    let (jury, appeal) = (JURY.binomial(v), APPEAL.binomial(v));
    loses("a liar with a third of auditors and jurors", |answer| {
        let slashed = answer.ticket + answer.earned;
        // What it does about a jury that found it out, whichever is better: nothing, or an appeal, whose
        // captured members are its friends.
        let larger = appeal.honest * slashed + appeal.none * answer.earned;
        let appealed = appeal.honest_paid * answer.juror + larger;
        let caught = jury.honest * slashed.min(appealed) + jury.none * larger;
        let net = COST * answer.price - p * (1.0 - v) * caught;
        let margin = p * (1.0 - v) * caught / (COST * answer.price);
        println!("  loses {margin:.3} of what it saves");
        assert!(margin >= 1.2);
        net
    });
}

#[test]
fn an_auditor_who_does_not_look_loses_where_machines_agree() {
    // It says "right" of an answer that is right, and invents what the insides of the model are. One in
    // ten is looked at by another one; if that one is honest they differ, and a jury says who is right.
    let again = part(rules().again);
    for captured in [0.0, CAPTURED] {
        let found_out = again * (1.0 - captured) * found_out(captured);
        loses("a lazy auditor", |answer| {
            // What it costs an honest one is all of the price.
            let honest = answer.auditor - answer.price;
            let lazy = answer.auditor - found_out * answer.auditor_ticket;
            println!(
                "  loses {:.3} of what it saves",
                (honest - lazy + answer.price) / answer.price
            );
            lazy - honest
        });
    }
}

#[test]
fn an_auditor_who_never_can_tell_earns_less_than_one_who_looks() {
    loses("an auditor who cannot tell", |answer| {
        // It is not paid.
        -(answer.auditor - answer.price)
    });
}

#[test]
fn audits_cost_what_verifiers_parts_bring() {
    let (rules, again) = (rules(), part(rules().again));
    for answer in Answer::all() {
        let audits = part(rules.audit) * (1.0 + again) * answer.auditor;
        let brought = part(rules.verifiers) * answer.price;
        assert!(audits <= brought && audits > 0.999 * brought);
    }
}

/// Where machines differ a little there is nothing that an auditor must say besides its finding, and a
/// second one who finds the same proves nothing. Such an auditor loses only by answers that are wrong.
#[test]
fn an_auditor_who_does_not_look_is_found_out_by_wrong_answers_alone_where_machines_differ() {
    let again = part(rules().again);
    let answer = Answer::of(10 * OPG);
    let lost = again * (1.0 - CAPTURED) * found_out(CAPTURED) * answer.auditor_ticket;
    let wrong = answer.price / lost;
    println!(
        "a lazy auditor of a model whose machines differ loses if {wrong:.2} of answers are wrong"
    );
    assert!((0.85..0.95).contains(&wrong));
}

#[test]
fn at_most_a_quarter_of_what_a_liar_loses_comes_back() {
    for answer in Answer::all() {
        for members in [0, 3, 5, 26] {
            let jury = f64::from(members) * answer.juror;
            let penalty = answer.penalty(jury);
            assert!(penalty.jury + penalty.challenger + penalty.wronged <= answer.ticket / 4.0);
            // A jury that agrees costs so little that all it costs comes back, and the challenger's part.
            let paid_back = penalty.jury + penalty.challenger >= jury + answer.price - 1e-9;
            assert!(members > 5 || paid_back);
        }
    }
}

#[test]
fn a_liar_whose_friend_challenges_it_loses() {
    for captured in [0.0, CAPTURED] {
        let (jury, appeal) = (JURY.binomial(captured), APPEAL.binomial(captured));
        loses("a liar whose friend challenges it", |answer| {
            // All that others may get comes back: the requester is a friend, too, and so are all jurors
            // whom the friend pays.
            let wrong = jury.honest + jury.none * appeal.honest;
            let right = jury.captured + jury.none * appeal.captured;
            let bond = f64::from(APPEAL.members) * answer.juror;
            wrong * -0.75 * answer.ticket + right * (answer.price - bond)
        });
    }
}

#[test]
fn a_requester_that_withholds_its_input_loses() {
    // Of three workers the first cannot get the input, a friend of the requester's answers. Who cannot get
    // it says so in the first third of its time, and pays nothing.
    loses("a requester that withholds", |answer| {
        let kept = part(rules().burn) + part(rules().treasury);
        // Verifiers' parts may come back.
        -answer.fee - kept * answer.price
    });
    // Who does not say so pays the price, when the friend answers: each worker is a friend by as much as
    // friends have of what is free. Declining is what makes withholding a loss.
    let answer = Answer::of(OPG);
    let best = (1..100).map(|percent| {
        let friend = f64::from(percent) / 100.0;
        let stranger = 1.0 - friend;
        let answered = 1.0 - stranger.powi(3);
        let missed = stranger * friend + 2.0 * stranger.powi(2) * friend;
        let kept = 0.07 * answer.price;
        missed * answer.price - answered * kept - answer.fee
    });
    let best = best.fold(f64::MIN, f64::max);
    println!("withholding from workers that never decline: {best:.3} of the price at best");
    assert!(best > 0.0);
}

#[test]
fn a_challenger_of_right_answers_loses() {
    for captured in [0.0, CAPTURED] {
        let (jury, appeal) = (JURY.binomial(captured), APPEAL.binomial(captured));
        loses("a challenger of right answers", |answer| {
            let bond = (f64::from(APPEAL.members) * answer.juror).max(answer.price);
            // Captured jurors give it back what they are paid. If the larger jury says nothing the
            // requester, who is a friend, has its money back, and the answer.
            let right = -jury.honest * bond - jury.honest_paid * answer.juror;
            let none = jury.none * (appeal.none * answer.price - appeal.honest_paid * answer.juror);
            // Found wrong, the worker appeals, and friends among the larger jury are paid by it if that
            // says nothing. If it says that the answer is right, four friends and the bond pay for it.
            let overturned = bond + f64::from(JURY.threshold) * answer.juror_ticket;
            let undecided = appeal.none * answer.price + appeal.captured_paid * answer.juror;
            let convicted = appeal.captured * (answer.ticket / 4.0 + answer.price);
            let wrong = jury.captured * (undecided + convicted - appeal.honest * overturned);
            right + none + wrong
        });
    }
}

#[test]
fn a_captured_third_rarely_decides_and_pays_for_it() {
    let (jury, appeal) = (JURY.binomial(CAPTURED), APPEAL.binomial(CAPTURED));
    for (what, odds) in [("jury", jury), ("appeal", appeal)] {
        println!(
            "{what}, a third captured: as honest ones see it {:.4}, as captured ones want {:.4}, nothing {:.4}",
            odds.honest, odds.captured, odds.none
        );
        assert!((odds.honest + odds.captured + odds.none - 1.0).abs() < 1e-9);
    }
    // 11/243 of five; of twenty-one less than one in five hundred.
    assert!((jury.captured - 11.0 / 243.0).abs() < 1e-12);
    assert!(appeal.captured < 0.002);
    assert!(appeal.honest > 0.6);
    // From few verifiers it is less likely still, and the larger jury is more often right.
    for all in [30, 60, 120] {
        let (few, more) = (JURY.hypergeometric(all / 3, all), APPEAL.hypergeometric(all / 3, all));
        println!(
            "of {all}: jury captured {:.4}, nothing {:.4}; appeal captured {:.6}, honest {:.4}",
            few.captured, few.none, more.captured, more.honest
        );
        assert!(few.captured < jury.captured && more.captured < appeal.captured);
        assert!(more.honest > appeal.honest);
    }
    // If someone appeals, what four of them lose on average is more than the liar's whole ticket that they
    // save; and what five who may be had by chance are paid is nothing against it.
    loses("four captured jurors, appealed", |answer| {
        let lost = appeal.honest * f64::from(JURY.threshold) * answer.juror_ticket;
        answer.ticket + answer.earned - lost
    });
}

#[test]
fn an_appeal_against_a_false_verdict_pays_if_less_than_a_quarter_is_captured() {
    // A requester whose wrong answer was found right gets its price and what a liar pays, and what the jury
    // cost; or has paid twenty-one jurors who said nothing.
    let net = |captured: f64, answer: &Answer| {
        let appeal = APPEAL.binomial(captured);
        let wronged = answer.penalty(4.0 * answer.juror).wronged;
        let none = answer.price - f64::from(APPEAL.members) * answer.juror;
        appeal.honest * (answer.price + wronged) + appeal.none * none
    };
    for answer in Answer::all() {
        let (quarter, third) = (net(0.25, &answer), net(CAPTURED, &answer));
        println!(
            "an appeal at {:.3} OPG: {quarter:+.3} OPG, a third captured {third:+.3}",
            answer.price
        );
        assert!(quarter > 0.0 && third < 0.0);
    }
}

#[test]
fn who_asks_itself_pays_for_each_answer() {
    loses("worker and requester the same, the model theirs, a third of verifiers too", |answer| {
        let rules = rules();
        let kept = part(rules.burn) + part(rules.treasury);
        let verifiers = (1.0 - CAPTURED) * part(rules.verifiers);
        -answer.fee - (kept + verifiers) * answer.price
    });
}

#[test]
fn what_nobody_can_see_costs_the_treasury_nothing() {
    // A worker and a requester that are friends have nobody see the input. What an audit of it comes to
    // costs them the fee; a jury, if the treasury paid for one, would bring a captured third of verifiers
    // much more.
    let times = Times { window: 20, reveal: 20, appeal: 100, retention: 28_800 };
    let blind = Some(Finding::Unverifiable);
    let mut life = Life::new(Assurance::Bonded, 10);
    life.phase = Phase::Audited { again: false };
    let audit = |again, same| Event::Audit { found: blind, again, same };
    assert_eq!(life.step(audit(false, false), 1, &times), Ok(Effect::Audit));
    assert_eq!(life.step(audit(false, true), 1, &times), Ok(Effect::End));
    assert_eq!(life.phase.end(), Some(End::Refunded(Reason::Undecided)));
    for answer in Answer::all() {
        let jury = f64::from(JURY.members) * answer.juror;
        let brought = part(rules().audit) * CAPTURED * jury - answer.fee;
        println!("if a jury were called: at {:.3} OPG {brought:+.4} OPG", answer.price);
        assert!(brought > 0.0);
    }
    // Auditors that cannot say are unpaid.
    loses("what nobody can see", |answer| -answer.fee);
}

#[test]
fn a_worker_that_lets_its_time_pass_loses() {
    loses("a late worker", |answer| -answer.price);
    // If the input is not carried along it pays when someone else has answered: of two more, one is not
    // its friend, though a third of all workers are.
    loses("a late worker, input elsewhere", |answer| -(1.0 - CAPTURED.powi(2)) * answer.price);
}
