"""The national portal's payment platform (Nền tảng thanh toán), message version 1.0.6."""
