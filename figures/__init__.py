"""The notebooks' pictures, drawn as SVG from numbers that `cnn_reference` computes."""
