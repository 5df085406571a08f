//! What is refused, and in which words; and that no file, whatever its bytes, makes the importer panic.

use super::{
    graph::{Attribute, BadFile, Node, Port, Tensor, Values},
    import, write, Imported, Unfit,
};
use crate::tests::Random;

/// A file that a test changes.
struct File {
    nodes: Vec<Node>,
    constants: Vec<(String, Tensor)>,
    input: Port,
    output: &'static str,
}

fn scalar(values: Values) -> Tensor {
    Tensor { shape: vec![], values }
}

fn node(kind: &str, name: &str, inputs: &[&str], output: &str) -> Node {
    Node {
        name: name.into(),
        kind: kind.into(),
        inputs: inputs.iter().map(|name| name.to_string()).collect(),
        outputs: vec![output.into()],
        ..Node::default()
    }
}

impl File {
    /// y = clamp(round((x - 3) * weights / 2^2)) with two inputs and one output.
    fn matmul() -> Self {
        let inputs = ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz"];
        let scale = |exponent: i32| scalar(Values::Float(vec![(exponent as f32).exp2()]));
        let constants = [
            ("xs", scale(-3)),
            ("xz", scalar(Values::U8(vec![3]))),
            ("w", Tensor { shape: vec![2, 1], values: Values::I8(vec![64, -64]) }),
            ("ws", scale(-4)),
            ("wz", scalar(Values::I8(vec![0]))),
            ("ys", scale(-5)),
            ("yz", scalar(Values::U8(vec![128]))),
        ];
        Self {
            nodes: vec![node("QLinearMatMul", "the product", &inputs, "y")],
            constants: constants.map(|(name, tensor)| (name.to_string(), tensor)).into(),
            input: Port { name: "x".into(), kind: 2, shape: Some(vec![Some(1), Some(2)]) },
            output: "y",
        }
    }

    fn with(mut self, name: &str, tensor: Tensor) -> Self {
        self.constants.retain(|(known, _)| known != name);
        self.constants.push((name.into(), tensor));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let output = Port { name: self.output.into(), kind: 2, shape: Some(vec![]) };
        write::file(&self.nodes, &self.constants, std::slice::from_ref(&self.input), &[output])
    }

    fn import(&self) -> Result<Imported, Unfit> {
        import(&self.bytes())
    }

    fn refusal(&self) -> String {
        self.import().map(drop).unwrap_err().to_string()
    }
}

#[test]
fn matmul_should_compute_what_it_says() {
    let model = File::matmul().import().unwrap();
    // (10 - 3) * 64 - (4 - 3) * 64 = 384, over four, from 128.
    assert_eq!(model.program.run(&[10, 4]), [224]);
}

#[test]
fn scales_that_are_no_powers_of_two_should_be_refused_with_the_node() {
    for scale in [0.3, 0.0, -0.5, f32::NAN, f32::INFINITY, 1e-40, 3e38] {
        let refusal = File::matmul().with("ws", scalar(Values::Float(vec![scale]))).refusal();
        assert!(
            refusal.contains("\"the product\"") && refusal.contains("power of two"),
            "{refusal}"
        );
    }
}

#[test]
fn zero_points_that_round_otherwise_should_be_refused() {
    let refusal = File::matmul().with("yz", scalar(Values::U8(vec![127]))).refusal();
    assert!(refusal.contains("zero point is odd"), "{refusal}");
    let refusal = File::matmul().with("xz", scalar(Values::I8(vec![3]))).refusal();
    assert!(refusal.contains("another type"), "{refusal}");
}

#[test]
fn weights_and_sums_beyond_the_bounds_should_be_refused() {
    let weights = |values| Tensor { shape: vec![2, 1], values: Values::I8(values) };
    let refusal = File::matmul().with("w", weights(vec![65, 0])).refusal();
    assert!(refusal.contains("a weight of 65"), "{refusal}");

    let mut wide = File::matmul();
    wide.input.shape = Some(vec![Some(1), Some(1024)]);
    let many = Tensor { shape: vec![1024, 1], values: Values::I8(vec![64; 1024]) };
    let wide = wide.with("w", many).with("ys", scalar(Values::Float(vec![1.0 / 128.0])));
    let refusal = wide.refusal();
    assert!(refusal.contains("a sum may reach"), "{refusal}");

    let fine = File::matmul().with("ys", scalar(Values::Float(vec![1.0 / 1024.0]))).refusal();
    assert!(fine.contains("bits between"), "{fine}");
}

#[test]
fn nodes_that_cannot_be_proven_should_be_named() {
    let mut file = File::matmul();
    file.nodes.push(node("Softmax", "the tail", &["y"], "z"));
    let refusal = file.refusal();
    assert!(refusal.contains("\"the tail\" (Softmax)") && refusal.contains("not supported"));

    let mut file = File::matmul();
    file.nodes[0].domain = "example.org".into();
    assert!(file.refusal().contains("\"example.org\""));

    let mut file = File::matmul();
    file.nodes[0].inputs[0] = "nowhere".into();
    assert!(file.refusal().contains("\"nowhere\", which nothing gave"));

    let mut file = File::matmul();
    file.nodes.push(node("Identity", "again", &["x"], "y"));
    assert!(file.refusal().contains("\"y\" is given twice"));

    let mut file = File::matmul();
    file.nodes.push(node("MaxPool", "", &["y"], "pool"));
    assert!(file.refusal().contains("\"pool\""), "a node without a name is named by its output");
}

#[test]
fn inputs_that_are_not_fixed_should_be_refused() {
    let with = |kind, shape| {
        let mut file = File::matmul();
        file.input = Port { name: "x".into(), kind, shape };
        file.refusal()
    };
    assert!(with(2, Some(vec![Some(1), None])).contains("axis 1 has no size"));
    assert!(with(2, Some(vec![Some(1), Some(1025)])).contains("1025 in this one"));
    assert!(with(2, Some(vec![Some(i64::MAX), Some(i64::MAX)])).contains("not possible"));
    assert!(with(7, Some(vec![Some(1), Some(2)])).contains("type 7"));
    assert!(with(1, Some(vec![Some(1), Some(2)])).contains("no tensor of bytes"));
    assert!(with(2, Some(vec![Some(1); 7])).contains("shape"));
}

#[test]
fn outputs_that_are_not_computed_should_be_refused() {
    let mut file = File::matmul();
    file.output = "x";
    assert!(file.refusal().contains("must compute what it answers"));
    file.output = "nowhere";
    assert!(file.refusal().contains("no node gives it"));
    file.output = "w";
    assert!(file.refusal().contains("not quantised"));
}

#[test]
fn huge_shapes_should_be_refused_before_anything_is_made() {
    let pool = |kernel: Vec<i64>, pads: Vec<i64>| {
        let mut file = File::matmul();
        file.input.shape = Some(vec![Some(1), Some(1), Some(32), Some(32)]);
        let mut max = node("MaxPool", "wide", &["x"], "z");
        let ints = |ints| Attribute { kind: 7, ints, ..Attribute::default() };
        max.attributes.insert("kernel_shape".into(), ints(kernel));
        max.attributes.insert("pads".into(), ints(pads));
        file.nodes = vec![max];
        file.output = "z";
        file.refusal()
    };
    assert!(pool(vec![32, 32], vec![4096; 4]).contains("multiplications"));
    assert!(pool(vec![33, 33], vec![0; 4]).contains("larger than the padded image"));
    assert!(pool(vec![1, 1], vec![-1; 4]).contains("from 0 to 4096"));
    assert!(pool(vec![1, 1], vec![0; 3]).contains("3 sizes for 2 axes"));
    assert!(pool(vec![0, 1], vec![0; 4]).contains("kernel_shape"));
    assert!(pool(vec![i64::MAX, i64::MAX], vec![0; 4]).contains("kernel_shape"));
}

#[test]
fn scales_of_a_bias_along_another_axis_should_be_refused() {
    let mut file = File::matmul()
        .with("w", Tensor { shape: vec![1, 3], values: Values::I8(vec![1, 2, 3]) })
        .with("b", Tensor { shape: vec![2, 3], values: Values::I32(vec![1; 6]) })
        .with("bs", Tensor { shape: vec![2], values: Values::Float(vec![1.0 / 128.0; 2]) });
    file.input.shape = Some(vec![Some(2), Some(1)]);
    let mut bias = node("DequantizeLinear", "bias", &["b", "bs"], "bd");
    let axis = Attribute { kind: 2, int: 0, ..Attribute::default() };
    bias.attributes.insert("axis".into(), axis);
    file.nodes = vec![
        node("DequantizeLinear", "seen", &["x", "xs", "xz"], "xd"),
        node("DequantizeLinear", "weights", &["w", "ws", "wz"], "wd"),
        bias,
        node("MatMul", "products", &["xd", "wd"], "p"),
        node("Add", "sums", &["p", "bd"], "s"),
        node("QuantizeLinear", "bytes", &["s", "ys", "yz"], "y"),
    ];
    assert!(file.refusal().contains("\"sums\" (Add): a bias of several axes"));
    // Optimised, ONNX Runtime answers otherwise here.
    let mut moved = file.nodes.clone();
    moved[3].inputs[0] = "flat".into();
    moved.insert(3, node("Flatten", "flattened", &["xd"], "flat"));
    std::mem::swap(&mut file.nodes, &mut moved);
    assert!(file.refusal().contains("\"products\" (MatMul): what it multiplies must come from"));
    file.nodes = moved;
    // One for all is possible.
    let one = scalar(Values::Float(vec![1.0 / 128.0]));
    assert_eq!(file.with("bs", one).import().unwrap().program.outputs.len(), 6);
}

#[test]
fn tensors_without_values_should_be_refused() {
    for axes in [[2, 0], [0, 1 << 40]] {
        let none = Tensor { shape: axes.to_vec(), values: Values::I8(vec![]) };
        assert!(File::matmul().with("w", none).refusal().contains("shape that is not possible"));
    }
}

#[test]
fn weights_with_a_zero_point_should_be_refused() {
    let refusal = File::matmul().with("wz", scalar(Values::I8(vec![1]))).refusal();
    assert!(refusal.contains("quantise them around zero"), "{refusal}");
}

#[test]
fn outputs_should_be_counted_before_they_are_made() {
    let file = File::matmul();
    let output = Port { name: "y".into(), kind: 2, shape: Some(vec![]) };
    let many = vec![output; 1025];
    let bytes = write::file(&file.nodes, &file.constants, std::slice::from_ref(&file.input), &many);
    assert!(import(&bytes).unwrap_err().to_string().contains("more than 1024 values"));
}

#[test]
fn values_that_nothing_computes_should_be_counted_as_they_are_copied() {
    let mut file = File::matmul();
    file.input.shape = Some(vec![Some(1), Some(1024)]);
    // As many values as a model may have, seen as reals and made bytes again, over and over.
    file.nodes[0] = node("DequantizeLinear", "", &["x", "xs", "xz"], "image");
    let shape = Tensor { shape: vec![4], values: Values::I64(vec![1, 1, 32, 32]) };
    let kernels = Tensor { shape: vec![64, 1, 1, 1], values: Values::I8(vec![1; 64]) };
    file.nodes.extend([
        node("Reshape", "", &["image", "shape"], "square"),
        node("DequantizeLinear", "", &["kernels", "ws"], "filters"),
        node("Conv", "", &["square", "filters"], "sums"),
        node("QuantizeLinear", "", &["sums", "ys", "yz"], "b0"),
    ]);
    for at in 0..1_000 {
        let names = [format!("b{at}"), format!("r{at}"), format!("b{}", at + 1)];
        let from = node("DequantizeLinear", "", &[&names[0], "ys", "yz"], &names[1]);
        let to = node("QuantizeLinear", "", &[&names[1], "ys", "yz"], &names[2]);
        file.nodes.extend([from, to]);
    }
    let refusal = file.with("shape", shape).with("kernels", kernels).refusal();
    assert!(refusal.contains("too many multiplications"), "{refusal}");
}

#[test]
fn malformed_files_should_be_refused() {
    assert!(matches!(import(b""), Err(Unfit::File(BadFile::NoGraph))));
    assert!(matches!(import(b"no protocol buffer"), Err(Unfit::File(BadFile::Malformed(_)))));
    let short = Tensor { shape: vec![2, 1], values: Values::I8(vec![1]) };
    let refusal = File::matmul().with("w", short).refusal();
    assert!(refusal.contains("\"w\" has 1 values, its shape asks for 2"), "{refusal}");
}

#[test]
fn no_bytes_should_make_the_importer_panic() {
    let whole = File::matmul().bytes();
    for cut in 0..whole.len() {
        let _ = import(&whole[..cut]);
    }
    let mut random = Random(1);
    for _ in 0..20_000 {
        let mut file = whole.clone();
        for _ in 0..1 + random.below(3) {
            let place = random.below(file.len() as u64) as usize;
            file[place] = random.next() as u8;
        }
        if let Ok(model) = import(&file) {
            let inputs = vec![random.next() as u8; model.program.inputs as usize];
            model.program.run(&inputs);
        }
    }
}

#[test]
fn no_bytes_of_larger_models_should_make_the_importer_panic() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/operators");
    let mut random = Random(2);
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "onnx") {
            continue;
        }
        let whole = std::fs::read(path).unwrap();
        for _ in 0..500 {
            let mut file = whole.clone();
            let place = random.below(file.len() as u64) as usize;
            file[place] = random.next() as u8;
            let _ = import(&file);
        }
    }
}
