using MissingPackage.Documents.Intake.Decoding;

return PictureWorker.Run(args);
